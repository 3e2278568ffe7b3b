import { describe, expect, it } from 'vitest';
import {
  errorOf,
  eventMap,
  eventNames,
  expectAllHeaders,
  putWebhook,
  readEvents,
  readToken,
  webhookId,
  webhookUrl,
} from '../support/amani-api.js';
import { canary, fingerprints, createFixture } from '../support/fixture.js';

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
const create = `amani create --url ${webhookUrl} --event document_upload`;

describe.concurrent('amani create', () => {
  it('sends the events, the complete PUT and the secret, and remembers all of it', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload', 'zip_file_create'] }), readToken());
    const { code, stdout, stderr } = await on.run(`${create},zip_file_create --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      provider: 'amani',
      id: webhookId,
      url: webhookUrl,
      signature: true,
      events: eventMap('document_upload', 'zip_file_create'),
      confirmedAt: expect.stringMatching(isoTime) as string,
      secret: { stored: true, fingerprint: fingerprints.oldSecret },
    });
    expectAllHeaders(on.api);
    expect(on.stored('credentials')).toMatchObject({
      profiles: { default: { amani: { secrets: { webhookSecret: { value: canary.oldSecret } } } } },
    });
    expect(JSON.stringify(on.stored('credentials'))).not.toContain(canary.token);
    expect(JSON.stringify(on.stored('state'))).not.toContain(canary.oldSecret);
    expect(on.stored('config')).toBeUndefined();
  });

  it('prints key and value lines into a pipe, and words with the next command to stderr', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }), readToken());
    const { code, stdout, stderr } = await on.run(create);
    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.split('\t'));
    expect(lines.slice(0, 6)).toEqual([
      ['provider', 'amani'],
      ['id', webhookId],
      ['url', webhookUrl],
      ['events', 'document_upload'],
      ['signature', 'true'],
      ['secret', fingerprints.oldSecret],
    ]);
    expect(lines[6]).toEqual(['confirmedAt', expect.stringMatching(isoTime)]);
    expect(stderr).toBe(
      `ok: Amani delivers to ${webhookUrl}\n` +
        'Next: give your receiver the secret: webhook-admin amani token get --dotenv .env --dotenv-name AMANI_WEBHOOK_SECRET\n',
    );
  });

  it('keeps stderr empty with --quiet', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }), readToken());
    const { code, stdout, stderr } = await on.run(`${create} -q`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`url\t${webhookUrl}\n`);
  });

  it('shows labels and words on a terminal', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload', 'zip_file_create'] }), readToken());
    const terminal = on.open(`${create} --event zip_file_create --signature`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen().split('\n').slice(0, 4)).toEqual([
      `✔ Amani delivers to ${webhookUrl}`,
      '  Events    document_upload, zip_file_create  (8 others off)',
      '  Security  signature',
      `  Secret    stored, fingerprint ${fingerprints.oldSecret}`,
    ]);
  });

  it('switches every event on with --all-events, and signatures off with --no-signature', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: eventNames, signature: false }), readToken());
    const { code, stdout } = await on.run(
      `amani create --url ${webhookUrl} --all-events --no-signature --json`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ signature: false, events: eventMap(...eventNames) });
  });

  it('asks for the very events the account has, known to us or not', async (context) => {
    const on = await createFixture(context);
    const names = ['document_upload', 'something_new'];
    const body = { url: webhookUrl, signature_enabled: true, document_upload: false, something_new: true };
    on.api.expect(
      readEvents({ json: names }),
      {
        method: 'PUT',
        target: '/api/v2/webhook',
        body,
        reply: { json: { id: webhookId, ...body, added_later: 3 } },
      },
      readToken(),
    );
    const { code, stdout } = await on.run(`amani create --url ${webhookUrl} --event something_new --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ events: { document_upload: false, something_new: true } });
  });

  it('names every missing input at once, with 2, before it looks for settings', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('amani create --json', {
      env: { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({
      code: 'usage',
      exitCode: 2,
      changed: 'no',
      missing: ['--url', '--event or --all-events'],
      provider: 'amani',
      operation: 'create',
    });
  });

  it('refuses an unknown event with a suggestion and no PUT', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stdout, stderr } = await on.run(`amani create --url ${webhookUrl} --event documentupload`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'error: Amani has no event "documentupload". Did you mean document_upload?\n' +
        '  Nothing was sent. List all events: webhook-admin amani events\n',
    );
  });

  it('lists the known events for a name that is like none', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stderr } = await on.run(`amani create --url ${webhookUrl} --event zzzzzzzzzz`);
    expect(code).toBe(2);
    for (const name of eventNames) expect(stderr).toContain(name);
  });

  it.for([
    'http://hooks.example.com/amani',
    'ftp://hooks.example.com/',
    '//hooks.example.com/',
    'https://user:pw@hooks.example.com/',
    'https://hooks.example.com/#part',
    'https://169.254.169.254/latest',
    'https://0xa.1/',
    'https://10.1.2.3/',
    'https://metadata.google.internal/',
  ])('sends nothing for the webhook URL %s', async (url, context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run(`amani create --url ${url} --event document_upload --json`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(on.api.seen).toEqual([]);
  });

  it('accepts a private address with --allow-private-url', async (context) => {
    const on = await createFixture(context);
    const url = 'https://10.1.2.3/hook';
    on.api.expect(readEvents(), putWebhook({ url, on: ['document_upload'] }), readToken());
    const { code } = await on.run(`amani create --url ${url} --event document_upload --allow-private-url`);
    expect(code).toBe(0);
  });

  it('accepts a loopback URL for a provider on loopback', async (context) => {
    const on = await createFixture(context);
    const url = 'http://127.0.0.1:8123/hook';
    on.api.expect(readEvents(), putWebhook({ url, on: ['document_upload'] }), readToken());
    const { code } = await on.run(`amani create --url ${url} --event document_upload`);
    expect(code).toBe(0);
  });

  it('refuses --event with --all-events', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run(`${create} --all-events`);
    expect(code).toBe(2);
    expect(stderr).toContain('--event and --all-events cannot be used together');
    expect(on.api.seen).toEqual([]);
  });
});
