import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { createCredasFixture, somebody, type CredasFixture } from '../support/credas-account.js';
import { runCli } from '../support/run-cli.js';
import { receiver, servedSandbox } from '../support/served-sandbox.js';
import { canary } from '../support/fixture.js';

type Hooks = Pick<TestContext, 'onTestFinished'>;

const identityCheck = '5a4d8b00-0001-4000-8000-000000000001';
const jointTenancy = '5a4d8b00-0003-4000-8000-000000000003';

const body = (journeyId: string, ...actorIds: readonly number[]): string =>
  JSON.stringify({
    title: 'A check',
    journeyId,
    processEntities: actorIds.map((actorId) => ({
      ...somebody,
      actorId,
      contactViaEmail: true,
      contactViaSms: false,
      inPerson: false,
    })),
  });

const create = (url: string): string =>
  `credas process create --body process.json --webhook-url ${url} --reference our-reference=1232323 --yes --json`;

interface Created {
  readonly processId: string;
  readonly entities: readonly { readonly entityId: string }[];
}

interface Followed {
  readonly processes: readonly {
    readonly outcome: string;
    readonly entities: readonly { readonly entityId: string; readonly source: string }[];
    readonly files: readonly { readonly path: string }[];
  }[];
}

const document = <T>({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): T => {
  expect(stderr).toBe('');
  return JSON.parse(stdout) as T; // the shape is what the tests check
};

const outcomesIn = (stdout: string): readonly string[] =>
  (JSON.parse(stdout) as Followed).processes.map(({ outcome }) => outcome);

/** A served sandbox and a receiver, with the sandbox' key in the environment. */
const withReceiver = async (context: Hooks) => {
  const on = await createCredasFixture(context);
  const [hook, { urls, credentials }] = [await receiver(context), await servedSandbox(context, on)];
  const env = {
    WEBHOOK_ADMIN_CREDAS_BASE_URL: urls['credas'],
    WEBHOOK_ADMIN_CREDAS_API_KEY: credentials['credas']?.['apiKey'],
  };
  return { on, hook, urls, env };
};

const whole = (created: Created): readonly string[] =>
  [
    'details.json',
    'manifest.json',
    ...created.entities.flatMap(({ entityId }) => [
      `active-checks-${entityId}.json`,
      `report-${entityId}.pdf`,
    ]),
  ].sort();

const saved = (on: CredasFixture, { processId }: Created): readonly string[] =>
  readdirSync(path.join(on.home, `credas-${processId}`)).sort();

describe.concurrent('credas in the sandbox', () => {
  it('starts a pending process that --wait completes with four files', async (context) => {
    const on = await createCredasFixture(context);
    on.write('process.json', body(identityCheck, 101));
    const created = document<Created>(await on.credas(`${create('http://127.0.0.1:9/credas')} --sandbox`));
    const follow = `credas follow --process ${created.processId} --sandbox --json`;
    const pending = await on.credas(follow);
    expect({ code: pending.code, outcomes: outcomesIn(pending.stdout) }).toEqual({
      code: 8,
      outcomes: ['pending'],
    });
    const waited = await on.credas(`${follow} --wait 30s`);
    expect({ code: waited.code, outcomes: outcomesIn(waited.stdout) }).toEqual({
      code: 0,
      outcomes: ['complete'],
    });
    expect(saved(on, created)).toEqual(whole(created));
    expect(whole(created)).toHaveLength(4);
    expect(on.api.seen).toEqual([]);
    expect(on.stored('state')).toBeUndefined();
  });

  it('posts a delivery to the URL with its reference, which credas follow accepts', async (context) => {
    const { on, hook, env } = await withReceiver(context);
    on.write('process.json', body(identityCheck, 101));
    const created = document<Created>(await on.credas(create(hook.url), { env }));
    const { method, target, text: notice } = await hook.next();
    expect({ method, target }).toEqual({ method: 'POST', target: '/hook?our-reference=1232323' });
    expect(JSON.parse(notice)).toMatchObject({ ProcessId: created.processId, Status: 2 });
    on.write('delivery.json', notice);
    const followed = await on.credas('credas follow delivery.json --json', { env });
    expect(followed.code).toBe(0);
    const [process] = document<Followed>(followed).processes;
    expect(process?.entities).toMatchObject(
      created.entities.map((entity) => ({ ...entity, source: 'process' })),
    );
    const pdf = process?.files.find(({ path: name }) => name.endsWith('.pdf'));
    expect(readFileSync(path.join(on.home, pdf?.path ?? ''), 'latin1')).toMatch(/^%PDF-[^]*%%EOF\s*$/u);
  });

  it('has processes of two people, whose parts are both saved', async (context) => {
    const { on, hook, urls, env } = await withReceiver(context);
    on.write('process.json', body(jointTenancy, 301, 302));
    const created = document<Created>(await on.credas(create(hook.url), { env }));
    expect(new Set(created.entities.map(({ entityId }) => entityId)).size).toBe(2);
    const emitted = await fetch(new URL('/_sandbox/emit', urls['credas']), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'credas', event: 'process' }),
    });
    expect(emitted.status).toBe(200);
    on.write('delivery.json', (await hook.next()).text);
    expect((await on.credas('credas follow delivery.json', { env })).code).toBe(0);
    expect(saved(on, created)).toEqual(whole(created));
    expect(whole(created)).toHaveLength(6);
  });

  it('exits 4 for a wrong key, as a server and inside a command', async (context) => {
    const { on, env } = await withReceiver(context);
    const wrong = { ...env, WEBHOOK_ADMIN_CREDAS_API_KEY: canary.token };
    const refused = await on.credas('credas journeys --json', { env: wrong });
    expect(refused.code).toBe(4);
    expect(errorOf(refused.stderr)).toMatchObject({ code: 'auth', httpStatus: 403, provider: 'credas' });
    const login = 'auth login credas --sandbox --api-key-stdin';
    expect((await on.credas(login, { stdin: canary.token })).code).toBe(4);
    expect((await on.credas('credas journeys --json', { env })).code).toBe(0);
  });
});

describe.concurrent('an API key in the environment, which the sandbox ignores', () => {
  it('is not reported to override a login in the sandbox', async (context) => {
    const on = await createCredasFixture(context);
    const { code, stderr } = await on.credas('auth login credas --sandbox --api-key-stdin', {
      stdin: 'sandbox-credas-api-key-public-and-fake',
    });
    expect(code).toBe(0);
    expect(stderr).not.toContain('overrides what was stored');
  });
});

describe.concurrent('demo', () => {
  it('follows a process, and names the four files of its folder', async (context) => {
    const on = await createCredasFixture(context);
    const { code, stdout } = await runCli(['demo', '--json'], { home: on.home });
    expect(code).toBe(0);
    const steps = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const last = steps.findLast(({ type }) => type === 'command');
    expect(last).toMatchObject({ exitCode: 0 });
    expect(last?.['command']).toMatch(/^webhook-admin credas follow /u);
    const { processes } = last?.['document'] as Followed & {
      readonly processes: readonly { readonly processId: string }[];
    };
    const [process] = processes;
    const folder = `credas-${process?.processId ?? ''}`;
    const entity = process?.entities[0]?.entityId ?? '';
    const listed = steps.find(({ type }) => type === 'files')?.['files'] as readonly { path: string }[];
    expect(listed.map(({ path: name }) => name).sort()).toEqual(
      ['details.json', `active-checks-${entity}.json`, `report-${entity}.pdf`, 'manifest.json']
        .map((name) => `${folder}/${name}`)
        .sort(),
    );
  });
});
