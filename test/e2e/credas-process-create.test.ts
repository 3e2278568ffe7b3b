import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  createCall,
  createdAnswer,
  createCredasFixture,
  entityId,
  expectCredasHeaders,
  hook,
  journeyId,
  processBody,
  processId,
  secondEntityId,
  somebody,
} from '../support/credas-account.js';
import type { Reply } from '../support/strict-server.js';

const create = `credas process create --body process.json --webhook-url ${hook}`;

const prepared = async (context: Parameters<typeof createCredasFixture>[0], body: unknown = processBody) => {
  const on = await createCredasFixture(context);
  on.write('process.json', JSON.stringify(body));
  return on;
};

describe.concurrent('credas process create', () => {
  it('sends the whole body with its URL once, and saves ids but no personal data', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall());
    const { code, stdout, stderr } = await on.credas(`${create} --yes --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ processId, entities: [{ entityId }], webhookUrl: hook });
    expectCredasHeaders(on.api, on.api.seen[0]);
    expect(on.stored('state')).toMatchObject({
      profiles: {
        default: {
          credas: {
            processes: [
              {
                processId,
                entityIds: [entityId],
                origin: on.api.url,
                createdAt: expect.stringMatching(/Z$/u) as string,
              },
            ],
          },
        },
      },
    });
    const state = JSON.stringify(on.stored('state'));
    for (const text of Object.values(somebody)) expect(state).not.toContain(text);
  });

  it('prints lines when stdout is a pipe, and the next command to stderr', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall());
    const { code, stdout, stderr } = await on.credas(`${create} --yes`);
    expect(code).toBe(0);
    expect(stdout).toBe(`processId\t${processId}\nentityIds\t${entityId}\nwebhookUrl\t${hook}\n`);
    expect(stderr).toContain(`ok: Started process ${processId}\n`);
    expect(stderr).toContain(`webhook-admin credas follow --process ${processId} --wait 10m`);
  });

  it('accepts 201, several people, PascalCase keys and undocumented fields', async (context) => {
    const on = await prepared(context);
    const actors = [{ EntityId: entityId, New: 1 }, { EntityId: secondEntityId }];
    on.api.expect(createCall({ status: 201, json: { Id: processId, ProcessActors: actors, Extra: {} } }));
    const { code, stdout } = await on.credas(`${create} --yes --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ entities: [{ entityId }, { entityId: secondEntityId }] });
  });

  it('saves the process and warns when the response has no entity', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall({ json: { id: processId } }));
    const { code, stdout, stderr } = await on.credas(`${create} --yes --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ processId, entities: [] });
    expect(stderr).toContain('did not return an entity id for every actor');
  });

  it('reads the body from standard input', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall());
    const args = `credas process create --body - --webhook-url ${hook} --yes --json`;
    const { code } = await on.credas(args, { stdin: JSON.stringify(processBody) });
    expect(code).toBe(0);
  });

  it('adds encoded references to the existing query', async (context) => {
    const on = await prepared(context);
    const url = `${hook}?kept=%2f+1&our-reference=1232323&a%20b=c%20d%26e%3Df%2B%C3%BC`;
    on.api.expect(createCall(undefined, url));
    const words = ['credas', 'process', 'create', '--body', 'process.json', '--yes', '--json'];
    const references = ['--reference', 'our-reference=1232323', '--reference', 'a b=c d&e=f+ü'];
    const run = await on.credas([...words, '--webhook-url', `${hook}?kept=%2f+1`, ...references]);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ webhookUrl: url });
  });

  it('accepts a body with the same webhookUrl, in any case of its name', async (context) => {
    const on = await prepared(context, { ...processBody, WebhookUrl: hook });
    on.api.expect(createCall());
    expect((await on.credas(`${create} --yes --json`)).code).toBe(0);
  });
});

describe.concurrent('credas process create with an unexpected response', () => {
  const json = { 'content-type': 'application/json' };
  const unclearResponses: readonly (readonly [string, Reply])[] = [
    ['500', { status: 500, json: { title: 'Error' } }],
    ['503 that asks to come again', { status: 503, json: {}, headers: { 'retry-after': '0' } }],
    ['a connection that breaks', { raw: (socket) => socket.destroy() }],
    [
      'an answer cut short',
      {
        raw: (socket, response) => {
          response.writeHead(200, { ...json, 'content-length': '500' });
          response.write('{"id":"1e144e85', () => socket.destroy());
        },
      },
    ],
    ['HTML', { text: '<html></html>' }],
    ['an id that is none', { json: { ...createdAnswer, id: '../x' } }],
    ['no id', { json: {} }],
    ['an empty answer', { status: 200, text: '', headers: json }],
    ['202', { status: 202, json: createdAnswer }],
  ];

  it.for(unclearResponses)('exits 11 after exactly one request: %s', async ([, reply], context) => {
    const on = await prepared(context);
    on.api.expect(createCall(reply));
    const { code, stdout, stderr } = await on.credas(`${create} --yes --json`);
    expect({ code, stdout, sent: on.api.seen.length }).toEqual({ code: 11, stdout: '', sent: 1 });
    const error = errorOf(stderr);
    expect(error).toMatchObject({ code: 'partial', changed: 'unknown', retryable: false });
    expect(error['hint']).toContain('Look for the process in the Credas portal');
    expect(error['next']).toBeNull();
    expect(on.stored('state')).toBeUndefined();
  });

  it('sends the request once, even with --retries 5', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall({ status: 500, json: {} }));
    expect((await on.credas(`${create} --yes --retries 5`)).code).toBe(11);
    expect(on.api.seen).toHaveLength(1);
  });

  it('explains on 403 that a key belongs to an environment', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall({ status: 403, json: { title: 'Forbidden' } }));
    const { code, stderr } = await on.credas(`${create} --yes --json`);
    expect(code).toBe(4);
    expect(errorOf(stderr)).toMatchObject({ code: 'auth', httpStatus: 403, changed: 'no' });
    expect(errorOf(stderr)['hint']).toContain('one environment: production or demo');
  });

  it('prints the reason of Credas without the person and the ids in it', async (context) => {
    const on = await prepared(context);
    const title = `${somebody.firstName} ${somebody.surname.toUpperCase()} (${somebody.emailAddress}) is not known in ${journeyId}.`;
    on.api.expect(createCall({ status: 400, json: { title, errors: {} } }));
    const { code, stderr } = await on.credas(`${create} --yes --json`);
    expect(code).toBe(6);
    expect(errorOf(stderr)).toMatchObject({ code: 'refused', changed: 'no', httpStatus: 400 });
    expect(errorOf(stderr)['message']).toContain('is not known in');
    expect(stderr.toLowerCase()).not.toContain(somebody.surname.toLowerCase());
  });

  it('does not follow a redirect, and reports an unknown outcome', async (context) => {
    const on = await prepared(context);
    on.api.expect(createCall({ status: 307, text: '', headers: { location: 'https://elsewhere.example/' } }));
    const { code, stderr } = await on.credas(`${create} --yes --json`);
    expect(code).toBe(6);
    expect(errorOf(stderr)).toMatchObject({ changed: 'unknown' });
    expect(errorOf(stderr)['hint']).toContain('Look for the process in the Credas portal');
  });

  it('prints the ids and exits 11 when they cannot be saved', async (context) => {
    const on = await prepared(context);
    const damaging: Reply = {
      raw: (_, response) => {
        on.folder('settings');
        on.write('settings/state.json', '{');
        response.writeHead(200, json).end(JSON.stringify(createdAnswer));
      },
    };
    on.api.expect(createCall(damaging));
    const { code, stdout, stderr } = await on.credas(`${create} --yes --json`);
    expect({ code, sent: on.api.seen.length }).toEqual({ code: 11, sent: 1 });
    expect(JSON.parse(stdout)).toMatchObject({ processId });
    expect(errorOf(stderr)).toMatchObject({
      code: 'partial',
      changed: 'yes',
      next: `webhook-admin credas follow --process ${processId} --entity ${entityId}`,
    });
  });
});
