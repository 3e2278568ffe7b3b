import { describe, expect, it } from 'vitest';
import {
  errorOf,
  eventMap,
  putWebhook,
  readEvents,
  readToken,
  traffic,
  webhookId,
  webhookUrl,
} from '../support/amani-api.js';
import { fingerprints, createFixture, type Fixture } from '../support/fixture.js';

const created = async (on: Fixture): Promise<void> => {
  on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }), readToken());
  expect((await on.run(`amani create --url ${webhookUrl} --event document_upload`)).code).toBe(0);
};

describe.concurrent('amani show', () => {
  it('ends with 3 when nothing is remembered, and names create', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('amani show --json');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({
      code: 'config',
      next: 'webhook-admin amani create',
      changed: 'no',
    });
  });

  it('shows what Amani confirmed, without any request and without a credential', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const before = traffic(on.api).length;
    const { code, stdout, stderr } = await on.run('amani show --json', {
      env: { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      provider: 'amani',
      id: webhookId,
      url: webhookUrl,
      signature: true,
      events: eventMap('document_upload'),
      confirmedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u) as string,
      secret: { stored: true, fingerprint: fingerprints.oldSecret },
    });
    expect(traffic(on.api)).toHaveLength(before);
  });

  it('prints key and value lines into a pipe', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const { code, stdout } = await on.run('amani show');
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    ).toEqual(['provider', 'id', 'url', 'events', 'signature', 'secret', 'confirmedAt']);
  });

  it('shows the URL, the events and the security on a terminal', async (context) => {
    const on = await createFixture(context);
    await created(on);
    const terminal = on.open('amani show');
    expect((await terminal.finished).code).toBe(0);
    for (const part of [webhookUrl, 'document_upload  (9 others off)', 'signature', fingerprints.oldSecret]) {
      expect(terminal.screen()).toContain(part);
    }
  });

  it('knows each profile apart', async (context) => {
    const on = await createFixture(context);
    await created(on);
    expect((await on.run('profile create staging')).code).toBe(0);
    expect((await on.run('amani show -p staging')).code).toBe(3);
    expect((await on.run('amani show', { env: { WEBHOOK_ADMIN_PROFILE: 'staging' } })).code).toBe(3);
    expect((await on.run('amani show --profile default')).code).toBe(0);
  });
});
