import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { failsWith } from '../support/amani-api.js';
import { app, createKeyclicFixture, nothingSet, organization, webhookUrl } from '../support/keyclic-api.js';
import { readEml } from '../support/keyclic-eml.js';
import { englishSubject, englishText, frenchSubject, frenchText } from '../support/keyclic-letters.js';
import type { Fixture } from '../support/fixture.js';
import { keys } from '../support/terminal.js';

const request = `keyclic request --event reportCreated,operationStateChanged --url ${webhookUrl}`;
const contact = 'support@example.com';
const facts = {
  ...nothingSet,
  WEBHOOK_ADMIN_KEYCLIC_APP: app,
  WEBHOOK_ADMIN_KEYCLIC_ORGANIZATION: organization,
};
const known = { env: { ...facts, WEBHOOK_ADMIN_KEYCLIC_CONTACT: contact } };
const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u) as string;

const remembered = (on: Fixture): unknown =>
  (on.stored('state') as { profiles: { default: { keyclic: { requests: unknown } } } } | undefined)?.profiles
    .default.keyclic.requests; // the shape is what the tests check

describe.concurrent('keyclic request', () => {
  it.for([
    ['en', `To: ${contact}\nSubject: ${englishSubject}`, englishText],
    ['fr', `À\u00a0: ${contact}\nObjet\u00a0: ${frenchSubject}`, frenchText],
  ] as const)(
    'drafts the whole message in %s, and sends nothing',
    async ([language, head, text], context) => {
      const on = await createKeyclicFixture(context);
      const { code, stdout, stderr } = await on.run(`${request} --language ${language}`, known);
      expect(code).toBe(0);
      expect(stdout).toBe(`${head}\n\n${text}`);
      expect(stderr).toContain(`Send it to ${contact}; this command sent nothing`);
      expect(on.api.seen).toEqual([]);
    },
  );

  it('prints the JSON of the draft, and stores it', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout, stderr } = await on.run(`${request} --json`, known);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      provider: 'keyclic',
      state: 'request-drafted',
      recipient: contact,
      subject: englishSubject,
      text: englishText,
      events: ['reportCreated', 'operationStateChanged'],
      url: webhookUrl,
      language: 'en',
      draftedAt: aTime,
    });
    expect(remembered(on)).toEqual([
      {
        events: ['reportCreated', 'operationStateChanged'],
        url: webhookUrl,
        language: 'en',
        recipient: contact,
        draftedAt: aTime,
      },
    ]);
  });

  it('works without configuration, and says how to store a recipient', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout, stderr } = await on.run(request, { env: nothingSet });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Subject: /u);
    expect(stdout).not.toContain('Application key');
    expect(stdout).toContain('in our organization');
    expect(stderr).toContain('webhook-admin config set keyclic.contact ADDRESS');
    const document = await on.run(`${request} --json`, { env: nothingSet });
    expect(JSON.parse(document.stdout)).toMatchObject({ recipient: null });
  });

  it.for([
    ['en', englishSubject, englishText],
    ['fr', frenchSubject, frenchText],
  ] as const)('writes a draft for mail programs in %s', async ([language, subject, text], context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout } = await on.run(
      `${request} --language ${language} --format eml --output request.eml`,
      known,
    );
    const file = path.join(on.home, 'request.eml');
    expect(code).toBe(0);
    expect(stdout).toBe(`subject\t${subject}\noutput\t${file}\n`);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    const eml = readFileSync(file, 'latin1');
    expect(eml).toMatch(/^[\t\r\n -~]*$/u);
    const read = readEml(eml);
    expect(read.headers.map(([name]) => name)).toEqual([
      'Date',
      'To',
      'Subject',
      'X-Unsent',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
      'Content-Language',
    ]);
    expect(read.header('To')).toBe(contact);
    expect(read.header('Subject')).toBe(subject);
    expect(Math.abs(Date.parse(read.header('Date') ?? '') - statSync(file).mtimeMs)).toBeLessThan(60_000);
    expect(read.text).toBe(text);
  });

  it('has the mail file in the JSON too', async (context) => {
    const on = await createKeyclicFixture(context);
    const { stdout } = await on.run(`${request} --format eml --json`, known);
    const { eml, text } = JSON.parse(stdout) as { eml: string; text: string };
    expect(readEml(eml).text).toBe(englishText);
    expect(text).toBe(englishText);
  });

  it('asks about the header of the settings, and about events that may be gone', async (context) => {
    const on = await createKeyclicFixture(context);
    const { stdout, stderr } = await on.run(
      `keyclic request --event operationRemoved,taskCreated,report_created,reportUpdated --url ${webhookUrl}`,
      { env: { ...nothingSet, WEBHOOK_ADMIN_KEYCLIC_HEADER: 'X-Hook-Secret' } },
    );
    const flat = stdout.replaceAll(/\s+/gu, ' ');
    expect(flat).toContain('have the header X-Hook-Secret with a value that we send you separately');
    for (const name of ['operationRemoved', 'taskCreated', 'report_created', 'reportUpdated'])
      expect(flat).toContain(`Is ${name} an event that you deliver?`);
    expect(stderr).toContain('it is now reportCreated');
    expect(stderr).toContain(
      'No page of Keyclic has the event "reportUpdated". It is in the request as typed. To list the known events: webhook-admin keyclic events',
    );
    expect(stderr).toContain('taskCreated: No page of Keyclic has it');
    expect(stderr).toContain('operationRemoved: Keyclic still documents it');
  });

  it('has an event once, even if it was typed twice', async (context) => {
    const on = await createKeyclicFixture(context);
    const { stdout } = await on.run(
      `keyclic request --event reportCreated --event reportCreated --url ${webhookUrl} --json`,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      events: ['reportCreated'],
      subject: 'Request for a webhook to hooks.example.com',
    });
  });

  it.for([
    ['no event', `keyclic request --url ${webhookUrl}`],
    ['no URL', 'keyclic request --event reportCreated'],
    ['http', 'keyclic request --event reportCreated --url http://hooks.example.com/'],
    ['a private address', 'keyclic request --event reportCreated --url https://10.0.0.1/'],
    ['a local name', 'keyclic request --event reportCreated --url https://hooks.internal/'],
    ['a password in the URL', 'keyclic request --event reportCreated --url https://a:b@hooks.example.com/'],
    ['an event that is none', `keyclic request --event report/../x --url ${webhookUrl}`],
    ['another format', `${request} --format html`],
    ['another language', `${request} --language de`],
    ['--force without a file', `${request} --force`],
  ] as const)('rejects %s with 2, and stores nothing', async ([, args], context) => {
    const on = await createKeyclicFixture(context);
    await failsWith(on, 2, `${args} --json`);
    expect(on.stored('state')).toBeUndefined();
  });

  it('rejects a misspelled event with 2, and suggests the closest one', async (context) => {
    const on = await createKeyclicFixture(context);
    const error = await failsWith(
      on,
      2,
      `keyclic request --event reportStateChanged,reportcreated --url ${webhookUrl} --json`,
    );
    expect(error['message']).toBe(
      '--event: There is no such event. Did you mean reportCreated? To list them: webhook-admin keyclic events. Nothing was sent.',
    );
    expect(on.stored('state')).toBeUndefined();
  });

  it.for(['a@example.com,b@example.com', 'x', 'A<a@example.com>'])(
    'does not take %s for an address',
    async (value, context) => {
      const on = await createKeyclicFixture(context);
      const { code } = await on.run(`${request} --format eml --json`, {
        env: { WEBHOOK_ADMIN_KEYCLIC_CONTACT: value },
      });
      expect(code).toBe(3);
      expect(on.stored('state')).toBeUndefined();
    },
  );

  it('prevents header injection with a line break in the address', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout } = await on.run(`${request} --format eml --json`, {
      env: { WEBHOOK_ADMIN_KEYCLIC_CONTACT: `${contact}\r\nBcc: evil@example.com` },
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });

  it('overwrites no file without --force, and never writes through a link', async (context) => {
    const on = await createKeyclicFixture(context);
    const file = path.join(on.home, 'request.txt');
    writeFileSync(file, 'mine');
    await failsWith(on, 3, `${request} --output request.txt --json`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(on.stored('state')).toBeUndefined();
    expect((await on.run(`${request} --output request.txt --force`, known)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain(englishText);

    symlinkSync(file, path.join(on.home, 'link.txt'));
    mkdirSync(path.join(on.home, 'folder'));
    await failsWith(on, 3, `${request} --output link.txt --force --json`);
    await failsWith(on, 3, `${request} --output folder --force --json`);
    await failsWith(on, 3, `${request} --output new.txt/ --json`);
    expect(existsSync(path.join(on.home, 'new.txt'))).toBe(false);
    await failsWith(on, 2, `${request} --output - --json`);
  });

  it('changes nothing in a dry run', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout, stderr } = await on.run(`${request} --output request.txt --dry-run`, known);
    expect(code).toBe(0);
    expect(stdout).toContain(englishText);
    expect(stderr).toBe(
      'ok: Dry run: nothing was written or stored\n' + `  Send it to ${contact}; this command sent nothing\n`,
    );
    expect(existsSync(path.join(on.home, 'request.txt'))).toBe(false);
    expect(on.stored('state')).toBeUndefined();
  });

  it('only checks the path of its file in a dry run', async (context) => {
    const on = await createKeyclicFixture(context);
    const out = path.join(on.home, 'out');
    mkdirSync(out);
    utimesSync(out, 1_000, 1_000);
    const dry = `${request} --dry-run --output`;
    expect((await on.run(`${dry} out/request.txt`, known)).code).toBe(0);
    expect(statSync(out).mtimeMs).toBe(1_000_000);

    const missing = await failsWith(on, 3, `${dry} none/request.txt --json`);
    expect(missing['message']).toContain(
      'none/request.txt could not be written: there is no such file or folder',
    );
    expect(existsSync(path.join(on.home, 'none'))).toBe(false);
    writeFileSync(path.join(out, 'request.txt'), 'mine');
    expect((await failsWith(on, 3, `${dry} out/request.txt --json`))['hint']).toContain('add --force');
    expect((await on.run(`${dry} out/request.txt --force`, known)).code).toBe(0);
    expect(readFileSync(path.join(out, 'request.txt'), 'utf8')).toBe('mine');
  });

  it.for(['', '--dry-run'])(
    'ends with 3 and writes no message where the memory cannot be read %s',
    async (more, context) => {
      const on = await createKeyclicFixture(context);
      await on.run(request, known);
      writeFileSync(path.join(on.settings, 'state.json'), '{"profiles":');
      const error = await failsWith(on, 3, `${request} --output request.txt ${more} --json`);
      expect(error).toMatchObject({ code: 'config', changed: 'no' });
      expect(error['message']).toContain('state.json is not a JSON object');
      expect(existsSync(path.join(on.home, 'request.txt'))).toBe(false);
    },
  );

  it('asks nothing when stored requests cannot be read', async (context) => {
    const on = await createKeyclicFixture(context);
    await on.run(request, known);
    writeFileSync(path.join(on.settings, 'state.json'), '{"profiles":');
    const terminal = on.open('keyclic request', { env: nothingSet });
    expect((await terminal.finished).code).toBe(3);
    expect(terminal.screen()).not.toContain('Which events?');
  });

  it('asks for events and URL in a terminal', async (context) => {
    const on = await createKeyclicFixture(context);
    const terminal = on.open('keyclic request', { env: nothingSet });
    await terminal.waitFor('Which events?');
    await terminal.waitFor('taskCreated  A task was created  (newer: on no page)');
    expect(terminal.screen()).toMatch(/reportCreated {2}A report was created *\n/u);
    terminal.type(keys.space + keys.enter);
    await terminal.waitFor('Where should Keyclic deliver?');
    terminal.type(`${webhookUrl}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain('Request for a webhook to hooks.example.com');
    expect(remembered(on)).toMatchObject([{ events: ['reportCreated'], url: webhookUrl }]);
  });
});
