import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  bytesReply,
  createCall,
  createdAnswer,
  createCredasFixture,
  entityId,
  hook,
  processBody,
  processId,
  somebody,
} from '../support/credas-account.js';
import type { Reply } from '../support/strict-server.js';

const create = `credas process create --body process.json --webhook-url ${hook} --yes --json`;

const prepared = async (context: Parameters<typeof createCredasFixture>[0]) => {
  const on = await createCredasFixture(context);
  on.write('process.json', JSON.stringify(processBody));
  return on;
};

const html = '<!doctype html><title>Not found</title>';
const quoting = { title: `${somebody.firstName} ${somebody.surname} is known already` };

describe.concurrent('credas process create when Credas rejects it', () => {
  const refusals: readonly (readonly [string, Reply, number, string])[] = [
    ['404', { status: 404, json: quoting }, 6, 'refused'],
    ['404 with a web page', { status: 404, text: html }, 6, 'refused'],
    ['409', { status: 409, json: quoting }, 12, 'conflict'],
    ['412', { status: 412, json: quoting }, 12, 'conflict'],
    ['422', { status: 422, json: quoting }, 6, 'refused'],
    ['423', { status: 423, json: quoting }, 12, 'conflict'],
    ['429', { status: 429, json: {}, headers: { 'retry-after': '0' } }, 5, 'unavailable'],
  ];

  it.for(refusals)('starts nothing and does not retry: %s', async ([name, reply, exit, failure], context) => {
    const on = await prepared(context);
    on.api.expect(createCall(reply));
    const { code, stdout, stderr } = await on.credas(create);
    expect({ code, stdout, sent: on.api.seen.length }).toEqual({ code: exit, stdout: '', sent: 1 });
    const error = errorOf(stderr);
    expect(error).toMatchObject({ code: failure, changed: 'no', httpStatus: Number(name.slice(0, 3)) });
    expect(on.stored('state')).toBeUndefined();
    if (name.includes('page')) expect(error['hint']).toContain(on.api.url);
  });
});

describe.concurrent('credas process create when the outcome is unknown', () => {
  const answer = JSON.stringify(createdAnswer);
  const unclearResponses: readonly (readonly [string, Reply])[] = [
    ['a key that is there twice', bytesReply(answer.replace('{', '{"id":"x",'), 'application/json')],
    [
      'bytes that are no text',
      bytesReply(Buffer.from(answer.replace('{', '{"note":"\u00ff",'), 'latin1'), 'application/json'),
    ],
    ['UTF-16', bytesReply(Buffer.from(`\ufeff${answer}`, 'utf16le'), 'application/json')],
  ];

  it.for(unclearResponses)('exits 11 after exactly one request: %s', async ([, reply], context) => {
    const on = await prepared(context);
    on.api.expect(createCall(reply));
    const { code, stdout, stderr } = await on.credas(create);
    expect({ code, stdout, sent: on.api.seen.length }).toEqual({ code: 11, stdout: '', sent: 1 });
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', changed: 'unknown', retryable: false });
    expect(on.stored('state')).toBeUndefined();
  });

  it('exits 11 after exactly one request when the response exceeds --timeout', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall({ raw: () => undefined }));
    const { code, stdout, stderr } = await on.credas(`${create} --timeout 1s`);
    expect({ code, stdout, sent: on.api.seen.length }).toEqual({ code: 11, stdout: '', sent: 1 });
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', changed: 'unknown' });
    expect(errorOf(stderr)['hint']).toContain('Look for the process in the Credas portal');
  });

  it('accepts a response with a byte order mark', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall(bytesReply(`\ufeff${answer}`, 'application/json')));
    const { code, stdout } = await on.credas(create);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ processId, entities: [{ entityId }] });
  });

  it('exits 5 when the connection is refused, since nothing was sent', async (context) => {
    const on = await prepared(context);
    await on.api.close();
    const { code, stdout, stderr } = await on.credas(`${create} --retries 1`);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'unavailable', changed: 'no', retryable: true });
  });
});

describe.concurrent('credas process create when it is interrupted during the request', () => {
  /** A creation whose answer waits until it is asked for. */
  const heldCreate = () => {
    let answer = (): void => undefined;
    const reply: Reply = {
      raw: (_, response) => {
        answer = () =>
          void response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify(createdAnswer));
      },
    };
    return { call: createCall(reply), answer: () => answer() };
  };

  it('waits for the response, and prints and saves its ids', async (context) => {
    const on = await prepared(context);
    const { call, answer } = heldCreate();
    on.api.expect(call);
    const { code, stdout } = await on.credas(create, {
      onStart(child) {
        void on.api.arrived(1).then(() => child.kill('SIGINT'));
        // The words that it waits.
        child.stderr?.once('data', answer);
      },
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ processId, entities: [{ entityId }] });
    expect(on.stored('state')).toMatchObject({
      profiles: { default: { credas: { processes: [{ processId, entityIds: [entityId] }] } } },
    });
  });

  it('exits 11 with an unknown outcome after a second interrupt', async (context) => {
    const on = await prepared(context);
    on.api.expect(heldCreate().call);
    const { code, stdout, stderr } = await on.credas(create, {
      onStart(child) {
        void on.api.arrived(1).then(() => child.kill('SIGINT'));
        child.stderr?.once('data', () => child.kill('SIGINT'));
      },
    });
    expect({ code, stdout, sent: on.api.seen.length }).toEqual({ code: 11, stdout: '', sent: 1 });
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', changed: 'unknown', retryable: false });
    expect(on.stored('state')).toBeUndefined();
  });
});
