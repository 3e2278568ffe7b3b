import { describe, expect, it } from 'vitest';
import { errorOf, failsWith, traffic } from '../support/amani-api.js';
import {
  empty,
  createEmptorFixture,
  expectKeyedHeaders,
  getMapping,
  lost,
  setMapping,
  webhookUrl,
} from '../support/emptor-api.js';
import { canary, nobody } from '../support/fixture.js';
import { strictServer } from '../support/strict-server.js';

const json = { 'content-type': 'application/json' };
const set = `emptor mapping set --url ${webhookUrl}`;

describe.concurrent('emptor mapping set', () => {
  it('sends one request, says that it is assumed, and stores the URL', async (context) => {
    const on = await createEmptorFixture(context);
    const answer = { webhook_url: webhookUrl, id: 7, more: [null] };
    on.api.expect(setMapping({ status: 201, json: answer }));
    const { code, stdout, stderr } = await on.run(`${set} --yes --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      provider: 'emptor',
      url: webhookUrl,
      basis: 'assumed',
      response: answer,
    });
    expectKeyedHeaders(on.api);
    expect(on.stored('state')).toMatchObject({
      profiles: {
        default: {
          emptor: {
            mapping: {
              url: webhookUrl,
              origin: on.api.url,
              setAt: expect.stringMatching(/^\d{4}-.+Z$/u) as string,
            },
          },
        },
      },
    });
  });

  it.for([200, 202, 204])('accepts an empty response with %i', async (status, context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(setMapping(empty(status)));
    const { code, stdout } = await on.run(`${set} --yes --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ url: webhookUrl, response: null });
  });

  it('uses the method, path and field of the settings', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(setMapping({ json: {} }, { method: 'PUT', target: '/v4/org/hooks', field: 'target-url' }));
    await on.run('config set emptor.mappingMethod PUT');
    const { code } = await on.run(`${set} --yes`, {
      env: {
        WEBHOOK_ADMIN_EMPTOR_MAPPING_PATH: '/v4/org/hooks',
        WEBHOOK_ADMIN_EMPTOR_MAPPING_FIELD: 'target-url',
      },
    });
    expect(code).toBe(0);
  });

  it.for([
    ['emptor.mappingMethod', 'GET'],
    ['emptor.mappingPath', '/v3/../admin'],
    ['emptor.mappingField', 'a.b'],
    ['emptor.country', 'PER'],
    ['emptor.header', 'Content-Length'],
  ])('rejects the setting %s %s', async ([key, value], context) => {
    const on = await createEmptorFixture(context);
    const { code, stderr } = await on.run(`config set ${key} ${value}`);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /u);
  });

  it('exits with 2 without a terminal and --yes, and sends nothing', async (context) => {
    const on = await createEmptorFixture(context);
    const error = await failsWith(on, 2, `${set} --json`);
    expect(error).toMatchObject({ code: 'usage', missing: ['--yes'], changed: 'no' });
    expect(error['hint']).toContain(': POST /v3/webhooks/mapping {');
    expect(on.api.seen).toEqual([]);
  });

  it('says in the question that method and field are assumed, and sends nothing on no', async (context) => {
    const on = await createEmptorFixture(context);
    const terminal = on.open(set);
    await terminal.waitFor('Send it?');
    const asked = terminal.screen();
    expect(asked).toContain('Method and field are assumed');
    expect(asked).toContain(`POST /v3/webhooks/mapping  {"webhook_url":"${webhookUrl}"}`);
    terminal.type('n\r');
    expect((await terminal.finished).code).toBe(130);
    expect(on.api.seen).toEqual([]);
  });

  it('shows the request and what is assumed in a dry run, and sends nothing', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stdout } = await on.run(`${set} --dry-run --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      requests: [
        { method: 'POST', url: `${on.api.url}/v3/webhooks/mapping`, body: { webhook_url: webhookUrl } },
      ],
      basis: 'assumed',
    });
    expect((await on.run(`${set} --dry-run`)).stderr).toBe(
      'ok: Dry run: nothing was sent and nothing was stored. It would send:\n' +
        '  This call is not in the vendor’s documentation: its method and fields are assumed\n',
    );
    expect(on.api.seen).toEqual([]);
    expect(on.stored('state')).toBeUndefined();
  });

  it.for([404, 405])(
    'explains a %i that is a web page, and mentions the address',
    async (status, context) => {
      const on = await createEmptorFixture(context);
      const page = { status, text: '<!doctype html><title>Not here</title>' };
      on.api.expect(setMapping(page), getMapping(page));
      for (const args of [`${set} --yes`, 'emptor mapping get']) {
        const error = await failsWith(on, 6, `${args} --json`);
        expect(error).toMatchObject({ changed: 'no', next: 'webhook-admin emptor person create --help' });
        expect(error['hint']).toMatch(
          /^The response is a web page, so the base URL may be wrong\. .* support must enable/u,
        );
      }
    },
  );

  it.for([404, 405])('explains a %i, and tries no other method', async (status, context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(setMapping({ status, json: { message: 'no' } }));
    const error = await failsWith(on, 6, `${set} --yes --json`);
    expect(error).toMatchObject({
      code: 'refused',
      httpStatus: status,
      changed: 'no',
      next: 'webhook-admin emptor person create --help',
    });
    for (const word of ['support must enable', 'mappingMethod', 'mappingPath', 'mappingField'])
      expect(error['hint']).toContain(word);
    expect(traffic(on.api)).toEqual(['POST /v3/webhooks/mapping']);
  });

  it.for([401, 403])('reports a %i as a rejected key', async (status, context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(setMapping({ status, json: { message: `key ${canary.token}` } }));
    const error = await failsWith(on, 4, `${set} --yes --json`);
    expect(error).toMatchObject({ code: 'auth', changed: 'no' });
    expect(error['hint']).toContain('does not document the response to a wrong key');
  });

  it.for([
    ['a 500', { status: 500, json: {} }],
    ['a lost answer', lost],
    ['a page', { text: '<!doctype html><p>Sign in</p>' }],
    ['text', { text: 'OK', headers: { 'content-type': 'text/plain' } }],
    ['a redirect', { status: 307, text: '', headers: { location: 'https://evil.test/' } }],
  ] as const)('never sends it again after %s', async ([what, reply], context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(setMapping(reply));
    const error = await failsWith(on, what === 'a redirect' ? 6 : 11, `${set} --yes --json`);
    expect(error).toMatchObject({ changed: 'unknown', next: 'webhook-admin emptor mapping get' });
    expect(on.api.seen.length).toBe(1);
    expect(on.stored('state')).toBeUndefined();
  });

  it('reports that nothing changed when the connection is refused', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stdout, stderr } = await on.run(`${set} --yes --json`, {
      env: { WEBHOOK_ADMIN_EMPTOR_BASE_URL: nobody },
    });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'unavailable', changed: 'no', retryable: true });
    expect(on.stored('state')).toBeUndefined();
  });

  it('exits with 11 when the response has another URL', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(setMapping({ json: { webhook_url: 'https://other.example.com/' } }));
    const { code, stdout, stderr } = await on.run(`${set} --yes --json`);
    expect(code).toBe(11);
    expect(JSON.parse(stdout)).toMatchObject({ response: { webhook_url: 'https://other.example.com/' } });
    expect(errorOf(stderr)).toMatchObject({ changed: 'yes', next: 'webhook-admin emptor mapping get' });
  });

  it.for(['http://hooks.example.com/', 'https://10.0.0.1/', 'https://u:p@hooks.example.com/'])(
    'sends nothing for the URL %s',
    async (url, context) => {
      const on = await createEmptorFixture(context);
      await failsWith(on, 2, `emptor mapping set --url ${url} --yes --json`);
      expect(on.api.seen).toEqual([]);
    },
  );
});

describe.concurrent('emptor mapping get', () => {
  it('shows the URL of the field, and says that it is assumed', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getMapping({ json: { webhook_url: webhookUrl } }));
    const { code, stdout, stderr } = await on.run('emptor mapping get');
    expect(code).toBe(0);
    expect(stdout).toBe(`provider\temptor\nurl\t${webhookUrl}\nbasis\tassumed\n`);
    expect(stderr).toBe(`ok: Emptor delivers to ${webhookUrl}\n`);
    expectKeyedHeaders(on.api);
  });

  it.for([
    ['another field', { url: webhookUrl }],
    ['a list', [{ webhook_url: webhookUrl }]],
    ['a number', { webhook_url: 7 }],
    ['nothing', null],
  ] as const)('has no URL where the answer is %s', async ([, answer], context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getMapping(answer === null ? empty(204) : { json: answer }));
    const { code, stdout } = await on.run('emptor mapping get --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      provider: 'emptor',
      url: null,
      basis: 'assumed',
      response: answer,
    });
  });

  it('shows what was last set here when the response has no URL', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(setMapping({ json: {} }), getMapping({ json: {} }));
    await on.run(`${set} --yes`);
    const { stderr } = await on.run('emptor mapping get');
    expect(stderr).toContain(`Last set from this machine: ${webhookUrl}, just now`);
  });

  it.for([404, 405])('explains a %i', async (status, context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getMapping({ status, json: {} }));
    const error = await failsWith(on, 6, 'emptor mapping get --json');
    expect(error['hint']).toContain('support must enable');
  });

  it.for([
    ['a page', { text: '<!doctype html><p>Sign in</p>' }, 6, 'refused'],
    ['a redirect', { status: 302, text: '', headers: { location: 'https://evil.test/' } }, 6, 'refused'],
    ['a 401', { status: 401, json: {} }, 4, 'auth'],
    ['a 403', { status: 403, json: {} }, 4, 'auth'],
    ['broken JSON', { text: '{"webhook_url":', headers: json }, 6, 'refused'],
    ['a key twice', { text: '{"webhook_url":"a","webhook_url":"b"}', headers: json }, 6, 'refused'],
  ] as const)('ends with its own code for %s, after one request', async ([, reply, exit, code], context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getMapping(reply));
    expect(await failsWith(on, exit, 'emptor mapping get --json')).toMatchObject({ code, changed: 'no' });
    expect(traffic(on.api)).toEqual(['GET /v3/webhooks/mapping']);
  });

  it('does not show what was set at another address', async (context) => {
    const on = await createEmptorFixture(context);
    const other = await strictServer(getMapping({ json: {} }));
    on.api.expect(setMapping({ json: {} }));
    expect((await on.run(`${set} --yes`)).code).toBe(0);
    const { code, stderr } = await on.run('emptor mapping get', {
      env: { WEBHOOK_ADMIN_EMPTOR_BASE_URL: other.url },
    });
    expect(code).toBe(0);
    expect(stderr).not.toContain('Last set');
    expect(stderr).not.toContain(webhookUrl);
  });

  it('is retried after a 500, and says that it is safe to run again', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getMapping({ status: 500, json: {} }), getMapping({ json: {} }));
    expect((await on.run('emptor mapping get --retries 1 --json')).code).toBe(0);
  });
});
