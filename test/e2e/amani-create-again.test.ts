import { describe, expect, it } from 'vitest';
import {
  errorOf,
  eventMap,
  putWebhook,
  readEvents,
  readToken,
  traffic,
  webhookUrl,
} from '../support/amani-api.js';
import { createFixture, type Fixture } from '../support/fixture.js';

const create = `amani create --url ${webhookUrl} --event document_upload`;

const createdWith = async (on: Fixture): Promise<void> => {
  on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }), readToken());
  expect((await on.run(create)).code).toBe(0);
};

describe.concurrent('amani create, over a webhook that is remembered', () => {
  it('sends an equal webhook again without asking', async (context) => {
    const on = await createFixture(context);
    await createdWith(on);
    await createdWith(on);
    expect(traffic(on.api)).toHaveLength(6);
  });

  it('refuses to replace a different webhook without a yes, and sends no PUT', async (context) => {
    const on = await createFixture(context);
    await createdWith(on);
    on.api.expect(readEvents());
    const { code, stdout, stderr } = await on.run(
      `amani create --url ${webhookUrl} --event zip_file_create --json`,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'usage', missing: ['--yes'], changed: 'no' });
    expect(String(errorOf(stderr)['hint'])).toMatch(
      /document_upload\s+on → off.*zip_file_create\s+off → on/su,
    );
  });

  it('replaces a different webhook with --yes', async (context) => {
    const on = await createFixture(context);
    await createdWith(on);
    on.api.expect(readEvents(), putWebhook({ on: ['zip_file_create'] }), readToken());
    const { code, stdout } = await on.run(
      `amani create --url ${webhookUrl} --event zip_file_create --yes --json`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ events: eventMap('zip_file_create') });
  });

  it('shows the difference and asks before it replaces, and a no ends with 130', async (context) => {
    const on = await createFixture(context);
    await createdWith(on);
    const before = on.stored('state');
    on.api.expect(readEvents());
    const terminal = on.open('amani create --url https://new.example.org/ --event zip_file_create');
    await terminal.waitFor('Replace it?');
    expect(terminal.screen()).toMatch(/- document_upload\s+on → off/u);
    expect(terminal.screen()).toMatch(/\+ zip_file_create\s+off → on/u);
    expect(terminal.screen()).toMatch(
      /\* url\s+https:\/\/hooks\.example\.com\/amani → https:\/\/new\.example\.org\//u,
    );
    terminal.type('n\r');
    expect((await terminal.finished).code).toBe(130);
    expect(on.stored('state')).toEqual(before);
  });

  it('goes on after a yes in the terminal', async (context) => {
    const on = await createFixture(context);
    await createdWith(on);
    on.api.expect(readEvents(), putWebhook({ on: ['zip_file_create'] }), readToken());
    const terminal = on.open(`amani create --url ${webhookUrl} --event zip_file_create`);
    await terminal.waitFor('Replace it?');
    terminal.type('y\r');
    expect((await terminal.finished).code).toBe(0);
  });
});
