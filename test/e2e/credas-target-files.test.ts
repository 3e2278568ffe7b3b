import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  bytesReply,
  checksAnswer,
  createCredasFixture,
  detailsAnswer,
  entityId,
  processId,
  smallPdf,
  type CredasFixture,
} from '../support/credas-account.js';
import { paths } from '../support/credas-server.js';
import { createCredasFixture as createFollowFixture } from '../support/credas-fixture.js';
import { dieAt } from '../support/run-cli.js';
import type { Expected, Reply } from '../support/strict-server.js';

interface Kind {
  readonly command: string;
  readonly content: Buffer;
  readonly call: (reply?: Reply) => Expected;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const kind = (
  words: string,
  content: Buffer,
  type: string,
  request: Omit<Expected, 'reply'>,
): readonly [string, Kind] => [
  words.split(' ')[0] ?? '',
  {
    command: `credas ${words} --output out`,
    content,
    call: (reply = bytesReply(content, type)) => ({ ...request, reply }),
  },
];

const pdf = kind(`pdf ${entityId} ${processId}`, smallPdf, 'application/pdf', {
  method: 'POST',
  target: paths.pdf(entityId, processId),
  body: {},
});

const kinds = [
  pdf,
  kind(`checks ${entityId}`, json(checksAnswer), 'application/json', {
    method: 'GET',
    target: paths.checks(entityId),
  }),
  kind(`details ${processId}`, json(detailsAnswer), 'application/json', {
    method: 'GET',
    target: paths.details(processId),
  }),
];

const filesOf = (on: CredasFixture): readonly string[] =>
  readdirSync(on.home).filter((name) => name !== 'settings');

/** The calls of an undisturbed run that leave a trace on the disk, as DIE_WHEN counts them. */
const callsOf = async (
  context: Pick<TestContext, 'onTestFinished'>,
  { command, call }: Kind,
  when: string,
) => {
  const on = await createCredasFixture(context);
  on.api.expect(call());
  const log = path.join(on.home, 'log');
  const env = { DIE_AT: 'count', DIE_WHEN: when, DIE_LOG: log };
  expect((await on.credas(command, { env, nodeOptions: ['--require', dieAt] })).code).toBe(0);
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(1);
};

describe.concurrent.each(kinds)('the file of credas %s', (_, given) => {
  const { command, content, call } = given;

  it('is not replaced when it is created during the request', async (context) => {
    const on = await createCredasFixture(context);
    const late: Reply = {
      raw: (_socket, response) => {
        on.write('out', 'mine');
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(content);
      },
    };
    on.api.expect(call(late));
    const { code, stderr } = await on.credas(`${command} --json`);
    expect(code).toBe(3);
    expect(errorOf(stderr)).toMatchObject({ code: 'config', changed: 'no' });
    expect(on.content('out')?.toString()).toBe('mine');
    expect(filesOf(on)).toEqual(['out']);
  });

  it('cannot be a pipe or a device: exits 3 at once and sends nothing', async (context) => {
    const on = await createCredasFixture(context);
    execFileSync('mkfifo', ['-m', '600', path.join(on.home, 'out')]);
    for (const words of [command, `${command} --force`, command.replace(/out$/u, '/dev/null')]) {
      const { code, stderr } = await on.credas(`${words} --json`);
      expect({ code, sent: on.api.seen }, words).toEqual({ code: 3, sent: [] });
      expect(errorOf(stderr)['message'], words).toContain('is not a regular file');
    }
  });

  it('is complete or missing on a full disk, and nothing is sent if that is known before', async (context) => {
    const calls = await callsOf(context, given, 'ENOSPC');
    const lastWrite = calls.findLastIndex((name) => name.startsWith('write')) + 1;
    const firstOfFile = calls.lastIndexOf('open') + 1;
    expect(lastWrite).toBeGreaterThan(firstOfFile);
    for (const [at, sent] of [
      [1, 0],
      [lastWrite, 1],
    ] as const) {
      const on = await createCredasFixture(context);
      if (sent === 1) on.api.expect(call());
      const env = { DIE_AT: String(at), DIE_WHEN: 'ENOSPC!' };
      const { code, stderr } = await on.credas(`${command} --json`, {
        env,
        nodeOptions: ['--require', dieAt],
      });
      expect({ code, sent: on.api.seen.length }).toEqual({ code: 3, sent });
      expect(errorOf(stderr)).toMatchObject({ code: 'config', changed: 'no' });
      expect(errorOf(stderr)['message']).toMatch(/ENOSPC|full|space/u);
      expect(filesOf(on)).toEqual([]);
    }
  });
});

describe.concurrent('the file of credas pdf after SIGKILL', () => {
  const [, { command, call }] = pdf;

  it('is missing after a kill during the response, and complete after the next run', async (context) => {
    const on = await createCredasFixture(context);
    let kill = (): void => undefined;
    const half: Reply = {
      raw: (_, response) => {
        response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': smallPdf.length });
        response.write(smallPdf.subarray(0, 30), () => kill());
      },
    };
    on.api.expect(call(half), call());
    const { signal } = await on.credas(command, {
      onStart: (child) => (kill = () => void child.kill('SIGKILL')),
    });
    expect({ signal, file: on.content('out') }).toEqual({ signal: 'SIGKILL', file: undefined });
    expect((await on.credas(command)).code).toBe(0);
    expect(on.content('out')).toEqual(smallPdf);
    expect(filesOf(on)).toEqual(['out']);
  });

  it('leaves a temporary file that the next run removes after a kill before the rename', async (context) => {
    const calls = await callsOf(context, pdf[1], 'before');
    const at = calls.lastIndexOf('link') + 1;
    expect(at).toBeGreaterThan(0);
    const on = await createCredasFixture(context);
    on.api.expect(call(), call());
    const env = { DIE_AT: String(at), DIE_WHEN: 'before' };
    const { signal } = await on.credas(command, { env, nodeOptions: ['--require', dieAt] });
    expect({ signal, file: on.content('out') }).toEqual({ signal: 'SIGKILL', file: undefined });
    expect(filesOf(on)).toHaveLength(1);
    for (const name of filesOf(on)) expect(on.mode(name)).toBe('600');
    expect((await on.credas(command)).code).toBe(0);
    expect(filesOf(on)).toEqual(['out']);
    expect(on.content('out')).toEqual(smallPdf);
  });
});

describe('an output file with a trailing slash', () => {
  // The probe passes, the request is sent, and then the name cannot be given.
  it.each(kinds)('is rejected before anything is sent: credas %s', async (_, { command }) => {
    const on = await createFollowFixture();
    on.credas.process();
    const { code } = await on.run(`${command}/`);
    expect({ code, sent: on.credas.traffic() }).toEqual({ code: 3, sent: [] });
  });
});
