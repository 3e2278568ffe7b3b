import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  errorOf,
  eventMap,
  eventNames,
  expectAllHeaders,
  putWebhook,
  readEvents,
  readToken,
  traffic,
  webhookId,
  webhookUrl,
} from '../support/amani-api.js';
import { fingerprints, createFixture, type Fixture } from '../support/fixture.js';

/** A webhook with two events on is remembered. */
const created = async (on: Fixture): Promise<void> => {
  on.api.expect(readEvents(), putWebhook({ on: ['document_upload', 'profile_create'] }), readToken());
  expect((await on.run(`amani create --url ${webhookUrl} --event document_upload,profile_create`)).code).toBe(
    0,
  );
};

describe.concurrent('amani update', () => {
  it('starts from what is remembered and sends all of it, without reading the secret', async (context) => {
    const on = await createFixture(context);
    await created(on);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload', 'profile_create', 'zip_file_create'] }));
    const { code, stdout, stderr } = await on.run('amani update --enable zip_file_create --json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      provider: 'amani',
      id: webhookId,
      url: webhookUrl,
      signature: true,
      events: eventMap('document_upload', 'profile_create', 'zip_file_create'),
      confirmedAt: expect.any(String) as string,
      secret: { stored: true, fingerprint: fingerprints.oldSecret },
    });
    expectAllHeaders(on.api);
  });

  it.for([
    ['--event zip_file_create', { on: ['zip_file_create'] }],
    ['--all-events', { on: eventNames }],
    ['--enable zip_file_create --disable profile_create', { on: ['document_upload', 'zip_file_create'] }],
    ['--disable document_upload,profile_create', { on: [] }],
    ['--no-signature', { on: ['document_upload', 'profile_create'], signature: false }],
    [
      '--url https://other.example.com/hook',
      { on: ['document_upload', 'profile_create'], url: 'https://other.example.com/hook' },
    ],
  ] as const)('%s changes that and nothing else', async ([options, wanted], context) => {
    const on = await createFixture(context);
    await created(on);
    on.api.expect(readEvents(), putWebhook(wanted));
    expect((await on.run(`amani update ${options} --yes`)).code).toBe(0);
    const shown = JSON.parse((await on.run('amani show --json')).stdout) as unknown;
    expect(shown).toMatchObject({
      url: 'url' in wanted ? wanted.url : webhookUrl,
      signature: !('signature' in wanted),
      events: eventMap(...wanted.on),
    });
  });

  it.for([
    '--disable document_upload',
    '--event profile_create',
    '--no-signature',
    '--url https://other.example.com/',
  ])('%s needs a yes: without a terminal 2, and no PUT', async (options, context) => {
    const on = await createFixture(context);
    await created(on);
    on.api.expect(readEvents());
    const { code, stdout, stderr } = await on.run(`amani update ${options} --json`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'usage', missing: ['--yes'], changed: 'no' });
  });

  it.for([`--url ${webhookUrl}/deeper`, '--signature', '--enable zip_file_create', '--all-events'])(
    '%s weakens nothing and needs no yes',
    async (options, context) => {
      const on = await createFixture(context);
      await created(on);
      const wanted = {
        on:
          options === '--all-events'
            ? eventNames
            : [
                'document_upload',
                'profile_create',
                ...(options.startsWith('--enable') ? ['zip_file_create'] : []),
              ],
        ...(options.startsWith('--url') && { url: `${webhookUrl}/deeper` }),
      };
      on.api.expect(readEvents(), putWebhook(wanted));
      expect((await on.run(`amani update ${options}`)).code).toBe(0);
    },
  );

  it('shows each difference before it asks, and sends it after a yes', async (context) => {
    const on = await createFixture(context);
    await created(on);
    on.api.expect(readEvents(), putWebhook({ on: ['profile_create', 'zip_file_create'] }));
    const terminal = on.open('amani update --enable zip_file_create --disable document_upload');
    await terminal.waitFor('Continue?');
    expect(terminal.screen()).toMatch(/- document_upload\s+on → off/u);
    expect(terminal.screen()).toMatch(/\+ zip_file_create\s+off → on/u);
    expect(terminal.screen()).not.toMatch(/profile_create/u);
    terminal.type('y\r');
    expect((await terminal.finished).code).toBe(0);
  });

  it('sends nothing after a no, with 130', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const before = on.stored('state');
    on.api.expect(readEvents());
    const terminal = on.open('amani update --disable document_upload');
    await terminal.waitFor('Continue?');
    terminal.type('\r');
    expect((await terminal.finished).code).toBe(130);
    expect(on.stored('state')).toEqual(before);
  });

  it('keeps an event off that the account got since', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const body = {
      ...bodyOf({ on: ['document_upload', 'profile_create', 'zip_file_create'] }),
      brand_new: false,
    };
    on.api.expect(readEvents({ json: [...eventNames, 'brand_new'] }), {
      method: 'PUT',
      target: '/api/v2/webhook',
      body,
      reply: { json: { id: webhookId, ...body } },
    });
    expect((await on.run('amani update --enable zip_file_create')).code).toBe(0);
  });

  it('refuses an event that is to be on and off at once, before any request', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const before = traffic(on.api).length;
    const { code, stderr } = await on.run(
      'amani update --enable zip_file_create,document_update --disable document_update --json',
    );
    expect(code).toBe(2);
    expect(errorOf(stderr)['message']).toContain('document_update');
    expect(traffic(on.api)).toHaveLength(before);
  });

  it.for([
    '--event zip_file_create --all-events',
    '--event zip_file_create --enable document_update',
    '--all-events --disable document_update',
  ])('refuses %s, which cannot be used together', async (options, context) => {
    const on = await createFixture(context);
    const { code } = await on.run(`amani update ${options} --json`);
    expect(code).toBe(2);
    expect(on.api.seen).toEqual([]);
  });

  it('refuses an unknown event with a suggestion and no PUT', async (context) => {
    const on = await createFixture(context);
    await created(on);
    on.api.expect(readEvents());
    const { code, stderr } = await on.run('amani update --disable zipfilecreate');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean zip_file_create?');
  });

  it('needs the whole description when nothing is remembered, and says which options are missing', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('amani update --enable zip_file_create --json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorOf(stderr)['missing']).toEqual([
      '--url',
      '--event or --all-events',
      '--signature or --no-signature',
    ]);
    expect(on.api.seen).toEqual([]);
  });

  it('takes the whole description when nothing is remembered', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['zip_file_create'], signature: false }));
    const { code } = await on.run(`amani update --url ${webhookUrl} --event zip_file_create --no-signature`);
    expect(code).toBe(0);
  });

  it('needs at least one change', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('amani update --json');
    expect(code).toBe(2);
    const { missing } = errorOf(stderr);
    for (const option of ['--url', '--event', '--all-events', '--enable', '--disable', '--signature']) {
      expect(String(missing)).toContain(option);
    }
    expect(on.api.seen).toEqual([]);
  });

  it('ends with 11 and names each field that Amani did not do as asked', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const answer = {
      id: webhookId,
      ...bodyOf({ on: ['document_upload', 'profile_create'], signature: false }),
    };
    on.api.expect(
      readEvents(),
      putWebhook({ on: ['document_upload', 'profile_create', 'zip_file_create'] }, { json: answer }),
    );
    const { code, stdout, stderr } = await on.run('amani update --enable zip_file_create --json');
    expect(code).toBe(11);
    expect(JSON.parse(stdout)).toMatchObject({ signature: false, events: { zip_file_create: false } });
    expect(errorOf(stderr)['message']).toContain('signature_enabled, zip_file_create');
  });

  it('keeps what is remembered when the PUT is refused', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const before = on.stored('state');
    on.api.expect(readEvents(), putWebhook({ on: eventNames }, { status: 400, json: { detail: 'No.' } }));
    expect((await on.run('amani update --all-events')).code).toBe(6);
    expect(on.stored('state')).toEqual(before);
  });
});
