import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, failsWith } from '../support/amani-api.js';
import {
  createEmptorFixture,
  expectKeyedHeaders,
  headerName,
  lost,
  person,
  personId,
  personTexts,
  postPerson,
  webhookUrl,
} from '../support/emptor-api.js';
import { canary, nobody, type Fixture } from '../support/fixture.js';
import { keys } from '../support/terminal.js';

const create = `emptor person create --country pe --body person.json --webhook-url ${webhookUrl}`;
const withHeader = `${create} --webhook-header ${headerName}`;
const headerValue = { WEBHOOK_ADMIN_EMPTOR_HEADER_VALUE: canary.oldSecret };

const expectNothingOfThePerson = (...texts: readonly string[]): void => {
  for (const text of texts) for (const word of personTexts) expect(text).not.toContain(word);
};

/** The stored data of this account, as text. */
const kept = (on: Fixture): string =>
  ['config', 'credentials', 'state']
    .map((name) => JSON.stringify(on.stored(name as 'config') ?? {})) // one of its three names
    .join('\n');

describe.concurrent('emptor person create', () => {
  it('sends the whole person with the webhook, and stores none of it', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(postPerson({ webhook_details: true, webhook_headers: { [headerName]: canary.oldSecret } }));
    const { code, stdout, stderr } = await on.run(`${withHeader} --webhook-details --yes --json`, {
      env: headerValue,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ personId, webhookUrl });
    expectKeyedHeaders(on.api);
    expect(on.stored('state')).toBeUndefined();
    expect(on.stored('credentials')).toBeUndefined();
    expectNothingOfThePerson(stdout, stderr, kept(on));
    expect(kept(on)).not.toContain(canary.oldSecret);
  });

  it('suggests the setting of the header, and then the status', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(postPerson({ webhook_headers: { [headerName]: canary.oldSecret } }));
    const first = await on.run(`${withHeader} --yes`, { env: headerValue });
    expect(first.code).toBe(0);
    expect(first.stdout).toBe(`personId\t${personId}\nwebhookUrl\t${webhookUrl}\n`);
    expect(first.stderr).toContain(`webhook-admin config set emptor.header ${headerName}\n`);
    expect((await on.run(`config set emptor.header ${headerName}`)).code).toBe(0);

    on.api.expect(postPerson({ webhook_headers: { [headerName]: canary.oldSecret } }));
    const second = await on.run(`${withHeader} --yes`, { env: headerValue });
    expect(second.stderr).toContain(`webhook-admin emptor status ${personId} --country PE\n`);
  });

  it('takes the country from the settings and the person from standard input', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(postPerson({}, { json: { id: personId, more: true } }, 'CL'));
    const { code, stdout } = await on.run(
      `emptor person create --body - --webhook-url ${webhookUrl} --yes --json`,
      { stdin: JSON.stringify(person), env: { WEBHOOK_ADMIN_EMPTOR_COUNTRY: 'cl' } },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ personId, webhookUrl });
  });

  it('asks for a missing header value without echo, and stores it', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(postPerson({ webhook_headers: { [headerName]: canary.oldSecret } }));
    const terminal = on.open(withHeader);
    await terminal.waitFor('Value of the header');
    terminal.type(`${canary.oldSecret}${keys.enter}`);
    await terminal.waitFor('Create the person?');
    expect(terminal.screen()).toContain('may be billed');
    expectNothingOfThePerson(terminal.screen());
    terminal.type(`y${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain(
      'The value of the header is stored on this machine, to verify deliveries',
    );
    expect(on.stored('credentials')).toMatchObject({
      profiles: { default: { emptor: { secrets: { headerValue: { value: canary.oldSecret } } } } },
    });

    on.api.expect(postPerson({ webhook_headers: { [headerName]: canary.oldSecret } }));
    const again = await on.run(`${withHeader} --yes`);
    expect(again.code).toBe(0);
    expect(again.stderr).not.toContain('is stored');
  });

  it('reads the header value from the file of a variable, and stores nothing', async (context) => {
    const on = await createEmptorFixture(context);
    writeFileSync(path.join(on.home, 'value'), `${canary.oldSecret}\n`);
    on.api.expect(postPerson({ webhook_headers: { [headerName]: canary.oldSecret } }));
    const env = { WEBHOOK_ADMIN_EMPTOR_HEADER_VALUE_FILE: path.join(on.home, 'value') };
    const { code, stderr } = await on.run(`${withHeader} --yes`, { env });
    expect(code).toBe(0);
    expect(stderr).not.toContain('is stored');
    expect(on.stored('credentials')).toBeUndefined();
    expect(on.stored('state')).toBeUndefined();
  });

  it('asks for no header value and sends nothing when the store is damaged', async (context) => {
    const on = await createEmptorFixture(context);
    mkdirSync(on.settings, { mode: 0o700 });
    writeFileSync(path.join(on.settings, 'state.json'), '[', { mode: 0o600 });
    const terminal = on.open(withHeader);
    expect((await terminal.finished).code).toBe(3);
    expect(terminal.screen()).not.toContain('Value of the header');
    expect(on.api.seen).toEqual([]);
    on.api.expect(postPerson({ webhook_headers: { [headerName]: canary.oldSecret } }));
    expect((await on.run(`${withHeader} --yes`, { env: headerValue })).code).toBe(0);
  });

  it('stores and sends nothing when not confirmed', async (context) => {
    const on = await createEmptorFixture(context);
    const terminal = on.open(create);
    await terminal.waitFor('Create the person?');
    terminal.type(`n${keys.enter}`);
    expect((await terminal.finished).code).toBe(130);
    expect(on.api.seen).toEqual([]);
    expect(on.stored('state')).toBeUndefined();
  });

  it('exits with 2 without --yes, and with 3 without the header value, which it names', async (context) => {
    const on = await createEmptorFixture(context);
    expect(await failsWith(on, 2, `${create} --json`)).toMatchObject({ missing: ['--yes'] });
    const { hint, message } = await failsWith(on, 3, `${withHeader} --yes --json`);
    expect(`${String(message)} ${String(hint)}`).toContain('WEBHOOK_ADMIN_EMPTOR_HEADER_VALUE');
    expect(on.api.seen).toEqual([]);
  });

  it('names all missing inputs at once', async (context) => {
    const on = await createEmptorFixture(context);
    expect(await failsWith(on, 2, 'emptor person create --json')).toMatchObject({
      missing: ['--country', '--body', '--webhook-url'],
    });
  });

  it('shows the request in a dry run without the person and the header value', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stdout } = await on.run(`${withHeader} --webhook-details --dry-run --json`, {
      env: headerValue,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      requests: [
        {
          method: 'POST',
          url: `${on.api.url}/v3/PE/persons`,
          body: {
            first_name: '…',
            document_id: '…',
            custom_data: { note: '…' },
            reports: { document_id_status: '…' },
            webhook_url: webhookUrl,
            webhook_details: true,
            webhook_headers: { [headerName]: '********' },
          },
        },
      ],
    });
    expect(on.api.seen).toEqual([]);
    expect(on.stored('state')).toBeUndefined();
  });

  it.for([
    ['a 500', { status: 500, json: { message: 'Zoekanari' } }],
    ['a 502', { status: 502, text: '<html>Bad gateway</html>' }],
    ['a lost answer', lost],
    ['a page', { text: '<!doctype html><p>Zoekanari</p>' }],
    ['another shape', { json: { person: personId } }],
    ['an id for no path', { json: '../../admin' }],
    ['an empty id', { json: '' }],
    ['an empty answer', { status: 200, text: '', headers: { 'content-type': 'application/json' } }],
    ['a redirect', { status: 307, text: '', headers: { location: 'https://evil.test/v3/PE/persons' } }],
  ] as const)('is never sent again after %s, and says where to look', async ([what, reply], context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(postPerson({}, reply));
    const { code, stdout, stderr } = await on.run(`${create} --yes --json`);
    expect({ code, stdout }).toEqual({ code: what === 'a redirect' ? 6 : 11, stdout: '' });
    const error = errorOf(stderr);
    expect(error).toMatchObject({ changed: 'unknown' });
    expect(error['hint']).toContain("check Emptor's dashboard first");
    expect(error['next']).toBeNull();
    expect(on.api.seen.length).toBe(1);
    expectNothingOfThePerson(stderr, kept(on));
  });

  it('reports that nothing changed when the connection is refused', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stdout, stderr } = await on.run(`${create} --yes --json`, {
      env: { WEBHOOK_ADMIN_EMPTOR_BASE_URL: nobody },
    });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'unavailable', changed: 'no', retryable: true });
    expect(on.api.seen).toEqual([]);
  });

  it.for([
    [400, 6, 'refused'],
    [401, 4, 'auth'],
    [403, 4, 'auth'],
    [404, 6, 'refused'],
    [405, 6, 'refused'],
    [409, 12, 'conflict'],
    [422, 6, 'refused'],
    [429, 5, 'unavailable'],
  ] as const)('tells a %i without repeating what it quotes', async ([status, exit, code], context) => {
    const on = await createEmptorFixture(context);
    const quoted = `\u001b[31mZOEKANARI (4141414141, ${canary.oldSecret}) is wrong`;
    on.api.expect(
      postPerson(
        { webhook_headers: { [headerName]: canary.oldSecret } },
        { status, json: { message: quoted } },
      ),
    );
    const { code: exitCode, stderr } = await on.run(`${withHeader} --yes --json`, { env: headerValue });
    expect(exitCode).toBe(exit);
    expect(errorOf(stderr)).toMatchObject({ code, httpStatus: status, changed: 'no' });
    expectNothingOfThePerson(stderr, stderr.toLowerCase().replaceAll('zoekanari', 'Zoekanari'));
    expect(on.api.seen.length).toBe(1);
    expect(on.stored('state')).toBeUndefined();
  });

  it.for([
    ['no JSON', 'Zoekanari'],
    ['no object', '["Zoekanari"]'],
    ['a key twice', '{"Zoekanari":1,"Zoekanari":2}'],
    ['a number that JSON makes infinite', '{"Zoekanari":1e400}'],
    ['a number that JSON rounds', '{"Zoekanari":12345678901234567890.0}'],
    ['a header value', JSON.stringify({ webhook_headers: { [headerName]: canary.newSecret } })],
    ['another URL', JSON.stringify({ webhook_url: 'https://other.example.com/' })],
    ['details that are not asked for', JSON.stringify({ webhook_details: true })],
  ] as const)('sends nothing for a file with %s', async ([, text], context) => {
    const on = await createEmptorFixture(context);
    writeFileSync(path.join(on.home, 'person.json'), text);
    const error = await failsWith(on, 2, `${create} --yes --json`);
    expect(error).toMatchObject({ code: 'usage', changed: 'no' });
    expectNothingOfThePerson(JSON.stringify(error));
    expect(on.api.seen).toEqual([]);
  });

  it.for([
    ['--country', create.replace('--country pe', '--country peru')],
    ['--webhook-header', `${create} --webhook-header X:Secret`],
    ['--webhook-header', `${create} --webhook-header Host`],
    ['webhook URL', create.replace('https:', 'http:')],
  ])('sends nothing when %s is invalid', async ([name, args], context) => {
    const on = await createEmptorFixture(context);
    expect((await failsWith(on, 2, `${args} --yes --json`))['message']).toContain(name);
    expect(on.api.seen).toEqual([]);
  });

  it('has no option for the header value', async (context) => {
    const on = await createEmptorFixture(context);
    const { code, stdout, stderr } = await on.run(`${create} --header-value ${canary.oldSecret} --yes`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--header-value');
  });

  it('exits with 3 for a missing file', async (context) => {
    const on = await createEmptorFixture(context);
    await failsWith(on, 3, `${create.replace('person.json', 'nobody.json')} --yes --json`);
    expect(on.api.seen).toEqual([]);
  });

  it('does not change the file', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(postPerson({}));
    await on.run(`${create} --yes`);
    expect(JSON.parse(readFileSync(path.join(on.home, 'person.json'), 'utf8'))).toEqual(person);
  });
});
