import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  bytesReply,
  createCredasFixture,
  detailsAnswer,
  entityId,
  journeyId,
} from '../support/credas-account.js';
import { bytes, notice, paths, processId } from '../support/credas-server.js';
import { createCredasFixture as createFollowFixture } from '../support/credas-fixture.js';
import type { Reply } from '../support/strict-server.js';

const json = 'application/json';
const text = JSON.stringify(detailsAnswer);
const page = '<!doctype html><title>404 Not Found</title><script>alert(1)</script>';

/** What is no answer of Credas, and what the error says of it. */
const odd: readonly (readonly [string, Reply, number, string])[] = [
  [
    'a key that is there twice',
    bytesReply(text.replace('{', '{"id":1,'), json),
    6,
    'JSON with a duplicate key',
  ],
  [
    'bytes that are no UTF-8',
    bytesReply(Buffer.from(text.replace('{', '{"note":"\u00ff",'), 'latin1'), json),
    6,
    'bytes that are not UTF-8 text',
  ],
  ['UTF-16', bytesReply(Buffer.from(`\ufeff${text}`, 'utf16le'), json), 6, 'bytes that are not UTF-8 text'],
  ['412', { status: 412, json: {} }, 12, '(412)'],
  ['423', { status: 423, json: {} }, 12, '(423)'],
];

describe.concurrent('a response that cannot be read', () => {
  it.for(odd)('saves no details for %s', async ([, reply, exit, words], context) => {
    const on = await createCredasFixture(context);
    on.api.expect({ method: 'GET', target: paths.details(), reply });
    const { code, stdout, stderr } = await on.credas(
      `credas details ${processId} --output out.json --json --retries 0`,
    );
    expect({ code, stdout, file: on.content('out.json') }).toEqual({
      code: exit,
      stdout: '',
      file: undefined,
    });
    expect(errorOf(stderr)['message']).toContain(words);
    expect(errorOf(stderr)).toMatchObject({ changed: 'no', operation: 'details' });
  });

  it.for([
    ['journeys', 'GET', '/api/v2/ci/journeys'],
    [`checks ${entityId}`, 'GET', paths.checks(entityId)],
    [`details ${journeyId}`, 'GET', paths.details(journeyId)],
  ] as const)(
    'hints at the base URL where a web page says that nothing is there: %s',
    async ([words, method, target], context) => {
      const on = await createCredasFixture(context);
      on.api.expect({ method, target, reply: { status: 404, text: page } });
      const { code, stdout, stderr } = await on.credas(`credas ${words} --json`);
      expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
      const error = errorOf(stderr);
      expect(error).toMatchObject({ code: 'refused', httpStatus: 404, changed: 'no' });
      expect(error['hint']).toContain('the base URL may be wrong');
      expect(error['hint']).toContain(on.api.url);
      expect(stderr).not.toContain('script');
    },
  );

  it('is accepted with a byte order mark, and its exact bytes are saved', async (context) => {
    const on = await createCredasFixture(context);
    const reply = bytesReply(`\ufeff${text}`, json);
    on.api.expect({ method: 'GET', target: paths.details(), reply });
    const { code, stdout } = await on.credas(`credas details ${processId} --output out.json --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ processId, response: detailsAnswer });
    expect(on.content('out.json')?.toString('utf8')).toBe(`\ufeff${text}`);
  });
});

describe('credas follow', () => {
  it('exits 6 and fetches nothing when the response has two statuses', async () => {
    const on = await createFollowFixture();
    const twice = `{"id":"${processId}","status":2,"status":2}`;
    on.credas.answer('GET', paths.process(), bytes(Buffer.from(twice), json));
    const { code, processes, error } = await on.follow(`--process ${processId} --retries 0`);
    expect({ code, outcomes: processes.map(({ outcome }) => outcome) }).toEqual({
      code: 6,
      outcomes: ['failed'],
    });
    expect(error?.['message']).toContain('JSON with a duplicate key');
    expect(on.credas.traffic()).toEqual([`GET ${paths.process()}`]);
    expect(on.files()).toEqual([]);
  });

  it('saves the other parts when the details have a duplicate key or are not UTF-8', async () => {
    const on = await createFollowFixture();
    on.credas.process();
    on.put('delivery.json', notice());
    const broken = [Buffer.from('{"id":1,"id":1}'), Buffer.from('{"id":"\u00ff"}', 'latin1')];
    for (const [index, content] of broken.entries()) {
      on.credas.answer('GET', paths.details(), bytes(content, json));
      const folder = `try-${String(index)}`;
      const { code, processes } = await on.follow(`delivery.json --retries 0 --output-dir ${folder}`);
      expect({ code, outcome: processes[0]?.outcome }).toEqual({ code: 11, outcome: 'partial' });
      expect(processes[0]?.files.map(({ kind }) => kind).sort()).toEqual(['checks', 'pdf']);
      expect(on.files()).not.toContain(`${folder}/credas-${processId}/details.json`);
    }
  });

  it('accepts a byte order mark in every response, and in the saved files', async () => {
    const on = await createFollowFixture();
    on.credas.process();
    const marked = (value: unknown): Reply => bytes(Buffer.from(`\ufeff${JSON.stringify(value)}`), json);
    const process = { id: processId, status: 2, processActors: [] };
    on.credas.answer('GET', paths.process(), marked(process));
    on.credas.answer('GET', paths.details(), marked({ people: [{ entityId }] }));
    on.credas.answer('GET', paths.checks(), marked([{ type: 11, status: 1 }]));
    const first = await on.follow(`--process ${processId}`);
    expect(first).toMatchObject({ code: 0, processes: [{ outcome: 'complete' }] });
    expect(first.processes[0]?.entities).toMatchObject([{ entityId, source: 'details' }]);
    const before = on.credas.seen.length;
    expect(await on.follow(`--process ${processId}`)).toEqual(first);
    expect(on.credas.seen.length).toBe(before);
  });
});
