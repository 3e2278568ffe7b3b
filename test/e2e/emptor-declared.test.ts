import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { failsWith } from '../support/amani-api.js';
import { createEmptorFixture } from '../support/emptor-api.js';
import { pageExample } from '../support/emptor-delivery.js';
import { canary } from '../support/fixture.js';
import { keys } from '../support/terminal.js';

const unset = { WEBHOOK_ADMIN_EMPTOR_BASE_URL: undefined, WEBHOOK_ADMIN_EMPTOR_API_KEY: undefined };

describe.concurrent('what Emptor offers without a call', () => {
  it('prints the schema with and without --json', async (context) => {
    const on = await createEmptorFixture(context);
    const plain = await on.run('emptor schema', { env: unset });
    const json = await on.run('emptor schema --json', { env: unset });
    expect([plain.code, json.code, plain.stderr, json.stderr]).toEqual([0, 0, '', '']);
    const schema = JSON.parse(plain.stdout) as object; // fails the test when it is not JSON
    expect(JSON.parse(json.stdout)).toEqual(schema);
    expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
    const accepts = new Ajv({
      formats: { uri: (text: string) => URL.canParse(text) },
      allowUnionTypes: true,
    }).compile(schema);
    expect(accepts(pageExample)).toBe(true);
    expect(accepts({ reports: { a: { outcome: null } } })).toBe(true);
    expect(accepts({ reports: { a: { outcome: 'NONE' } } })).toBe(false);
  });

  it('lists the one event as documented', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stdout } = await on.run('emptor events --json', { env: unset });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        name: 'person-completed',
        description: expect.stringContaining('All checks of a person') as string,
        source: 'documented',
      },
    ]);
  });

  it.for([
    ['create', 'emptor mapping set'],
    ['create', 'emptor person create'],
    ['update', 'emptor mapping set'],
    ['token get', 'person create --webhook-header'],
    ['token rotate', 'person create --webhook-header'],
  ])('exits with 7 for %s, and suggests %s', async ([verb, instead], context) => {
    const on = await createEmptorFixture(context);
    const error = await failsWith(on, 7, `emptor ${verb} --json`);
    expect(error).toMatchObject({ code: 'unsupported', changed: 'no' });
    expect(error['hint']).toContain(instead);
    expect(on.api.seen).toEqual([]);
  });

  it('says in the help that the mapping is assumed, and which settings change it', async (context) => {
    const on = await createEmptorFixture(context);
    const { stdout } = await on.run('emptor mapping set --help');
    expect(stdout).toContain('assumed');
    for (const key of ['mappingMethod', 'mappingPath', 'mappingField']) expect(stdout).toContain(key);
  });

  it('stores a key without checking it, and says why', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stdout, stderr } = await on.run('auth login emptor --api-key-stdin', {
      stdin: canary.token,
      env: { WEBHOOK_ADMIN_EMPTOR_API_KEY: undefined },
    });
    expect(code).toBe(0);
    expect(stdout).toContain('apiKey');
    expect(stderr).toContain('Stored, not checked');
    expect(stderr).toContain('without the ID of a person');
    expect(on.api.seen).toEqual([]);
  });

  it('prints the next command at the end of init', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stderr } = await on.run('init emptor --api-key-stdin', {
      stdin: canary.token,
      env: { WEBHOOK_ADMIN_EMPTOR_API_KEY: undefined },
    });
    expect(code).toBe(0);
    expect(stderr).toContain('webhook-admin emptor person create --help');
  });

  it('asks in a terminal for a valid country and the key, and stores both', async (context) => {
    const on = await createEmptorFixture(context);
    const terminal = on.open('init emptor', { env: { WEBHOOK_ADMIN_EMPTOR_API_KEY: undefined } });
    await terminal.waitFor('Country code of your persons (two letters)');
    terminal.type(`peru${keys.enter}`);
    await terminal.waitFor('A country must have two letters');
    terminal.type(`\u007f\u007f${keys.enter}`);
    await terminal.waitFor('API key');
    terminal.type(`${canary.token}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(on.stored('config')).toMatchObject({ profiles: { default: { emptor: { country: 'pe' } } } });
    expect(on.stored('credentials')).toMatchObject({
      profiles: { default: { emptor: { login: { origin: on.api.url, credential: canary.token } } } },
    });
    expect(on.api.seen).toEqual([]);
  });
});
