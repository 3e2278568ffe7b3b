import { describe, expect, it } from 'vitest';
import {
  expectHeaders,
  putWebhook,
  readEvents,
  readToken,
  traffic,
  webhookUrl,
} from '../support/amani-api.js';
import { canary, fingerprints, createFixture, type Fixture } from '../support/fixture.js';
import { keys, type Terminal } from '../support/terminal.js';

const nothingSet = { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined };

const questions = {
  baseUrl: 'API address of your region',
  how: 'How do you authenticate?',
  token: 'User token',
  url: 'Where should Amani deliver?',
  events: 'Which events?',
  security: 'How should deliveries be secured?',
} as const;

/** Answers address, way and token; the provider then expects the proof. */
const logIn = async (terminal: Terminal, on: Fixture): Promise<void> => {
  await terminal.waitFor(questions.baseUrl);
  terminal.type(`${on.api.url}${keys.enter}`);
  await terminal.waitFor(questions.how);
  terminal.type(keys.enter);
  await terminal.waitFor(`\n? ${questions.token}`);
  terminal.type(`${canary.token}${keys.enter}`);
};

/** Answers URL, the first and fourth event, and the signature. */
const describeWebhook = async (terminal: Terminal): Promise<void> => {
  await terminal.waitFor(questions.url);
  terminal.type(`${webhookUrl}${keys.enter}`);
  await terminal.waitFor(questions.events);
  terminal.type(keys.space + keys.down + keys.down + keys.down + keys.space + keys.enter);
  await terminal.waitFor(questions.security);
  terminal.type(keys.enter);
};

const wholeSetUp = [
  readEvents(),
  readEvents(),
  readEvents(),
  putWebhook({ on: ['profile_create', 'document_upload'] }),
  readToken(),
];

const expectSetUp = (on: Fixture, terminal: Terminal): void => {
  expect(terminal.screen()).toContain(`✔ Amani delivers to ${webhookUrl}`);
  expect(terminal.screen()).toContain(`stored, fingerprint ${fingerprints.oldSecret}`);
  expect(on.stored('config')).toMatchObject({ profiles: { default: { amani: { baseUrl: on.api.url } } } });
  expect(on.stored('credentials')).toMatchObject({
    profiles: {
      default: {
        amani: {
          login: { origin: on.api.url, credential: canary.token },
          secrets: { webhookSecret: { value: canary.oldSecret } },
        },
      },
    },
  });
  for (const seen of on.api.seen) expectHeaders(on.api, seen);
};

describe.concurrent('with nothing configured, in a terminal', () => {
  it('amani create asks for address, credential, URL, events and security, and ends with the webhook active', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...wholeSetUp);
    const terminal = on.open('amani create', { env: nothingSet });
    await logIn(terminal, on);
    await describeWebhook(terminal);
    expect((await terminal.finished).code).toBe(0);
    expectSetUp(on, terminal);
  });

  it('init asks which provider first, then the same', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...wholeSetUp);
    const terminal = on.open('init', { env: nothingSet });
    await terminal.waitFor('Which provider?');
    terminal.type(keys.enter);
    await logIn(terminal, on);
    await describeWebhook(terminal);
    expect((await terminal.finished).code).toBe(0);
    expectSetUp(on, terminal);
  });

  it('asks only for what the options leave open', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), readEvents(), putWebhook({ on: ['document_upload'] }), readToken());
    const terminal = on.open(`amani create --event document_upload --signature`);
    await terminal.waitFor(questions.url);
    terminal.type(`${webhookUrl}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    for (const question of [questions.events, questions.security, questions.baseUrl]) {
      expect(terminal.screen()).not.toContain(question);
    }
  });

  it('logs in for a command that needs nothing else', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), readEvents());
    const terminal = on.open('amani events', { env: nothingSet });
    await logIn(terminal, on);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain('profile_level_update');
  });

  it('asks again after an address that cannot be one, and says what is wrong', async (context) => {
    const on = await createFixture(context);
    const terminal = on.open('auth login amani', { env: nothingSet });
    await terminal.waitFor(questions.baseUrl);
    terminal.type(`http://api.example.com${keys.enter}`);
    await terminal.waitFor('does not start with https://');
    terminal.type(keys.ctrlC);
    expect((await terminal.finished).code).toBe(130);
  });

  it('asks again when no event is chosen', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const terminal = on.open(`amani create --url ${webhookUrl}`);
    await terminal.waitFor(questions.events);
    terminal.type(keys.enter);
    await terminal.waitFor('At least one');
    terminal.type(keys.ctrlC);
    expect((await terminal.finished).code).toBe(130);
  });

  it('stores nothing when the provider refuses the token', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ status: 401, json: {} }));
    const terminal = on.open('amani create', { env: nothingSet });
    await logIn(terminal, on);
    expect((await terminal.finished).code).toBe(4);
    expect(on.stored('credentials')).toBeUndefined();
    expect(on.stored('config')).toBeUndefined();
  });

  it('logs in by user name and password, and never stores the password', async (context) => {
    const on = await createFixture(context);
    on.api.expect(
      {
        method: 'POST',
        target: '/api/v2/user/login',
        body: { username: 'ann', password: canary.password },
        reply: { json: { id: 1, access: canary.token, refresh: canary.refresh, groups: [] } },
      },
      readEvents(),
    );
    const terminal = on.open('auth login amani', { env: nothingSet });
    await terminal.waitFor(questions.baseUrl);
    terminal.type(`${on.api.url}${keys.enter}`);
    await terminal.waitFor(questions.how);
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor('\n? User name');
    terminal.type(`ann${keys.enter}`);
    await terminal.waitFor('\n? Password');
    terminal.type(`${canary.password}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(JSON.stringify(on.stored('credentials'))).not.toContain(canary.password);
    expect(on.stored('credentials')).toMatchObject({
      profiles: { default: { amani: { login: { credential: canary.token, refresh: canary.refresh } } } },
    });
  });
});

describe.concurrent('a question that is not answered', () => {
  const keysThatLeave = [
    ['Ctrl-C', keys.ctrlC],
    ['Ctrl-D', keys.ctrlD],
  ] as const;

  it.for(keysThatLeave)(
    '%s at the first question ends with 130, nothing sent, nothing stored',
    async ([, key], context) => {
      const on = await createFixture(context);
      const terminal = on.open('amani create', { env: nothingSet });
      await terminal.waitFor(questions.baseUrl);
      terminal.type(key);
      expect((await terminal.finished).code).toBe(130);
      expect(on.api.seen).toEqual([]);
      expect(on.stored('config')).toBeUndefined();
    },
  );

  it.for(keysThatLeave)(
    '%s at the hidden question ends with 130, nothing sent, nothing stored',
    async ([, key], context) => {
      const on = await createFixture(context);
      const terminal = on.open('init amani', { env: nothingSet });
      await terminal.waitFor(questions.baseUrl);
      terminal.type(`${on.api.url}${keys.enter}`);
      await terminal.waitFor(questions.how);
      terminal.type(keys.enter);
      await terminal.waitFor(`\n? ${questions.token}`);
      terminal.type(`half${key}`);
      expect((await terminal.finished).code).toBe(130);
      expect(on.api.seen).toEqual([]);
      expect(on.stored('config')).toBeUndefined();
      expect(on.stored('credentials')).toBeUndefined();
    },
  );

  it.for(keysThatLeave)('%s at the events ends with 130 and no PUT', async ([, key], context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const terminal = on.open(`amani create --url ${webhookUrl}`);
    await terminal.waitFor(questions.events);
    terminal.type(key);
    expect((await terminal.finished).code).toBe(130);
    expect(traffic(on.api)).toEqual(['GET /api/v2/webhook/events']);
    expect(on.stored('state')).toBeUndefined();
  });

  it.for(keysThatLeave)('%s at a confirmation ends with 130 and no request', async ([, key], context) => {
    const on = await createFixture(context);
    const terminal = on.open('amani token rotate');
    await terminal.waitFor('Rotate it?');
    terminal.type(key);
    expect((await terminal.finished).code).toBe(130);
    expect(on.api.seen).toEqual([]);
    expect(terminal.transcript()).not.toMatch(/\n\s+at /u);
  });

  it('leaves the terminal with its cursor shown', async (context) => {
    const on = await createFixture(context);
    const terminal = on.open(`amani create --url ${webhookUrl}`);
    on.api.expect(readEvents());
    await terminal.waitFor(questions.events);
    terminal.type(keys.ctrlC);
    await terminal.finished;
    const shown = terminal.transcript().lastIndexOf('\u001b[?25h');
    expect(shown).toBeGreaterThan(terminal.transcript().lastIndexOf('\u001b[?25l'));
  });
});
