import { describe, expect, it } from 'vitest';
import { eventNames, expectAllHeaders, readEvents, traffic } from '../support/amani-api.js';
import { createFixture } from '../support/fixture.js';

describe.concurrent('amani events', () => {
  it('is one read, and lists name, description and source as JSON', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stdout, stderr } = await on.run('amani events --json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
    expect(events.map((event) => event['name'])).toEqual(eventNames);
    for (const event of events) {
      expect(Object.keys(event)).toEqual(['name', 'description', 'source']);
      expect(event['description']).toMatch(/^\S.*\S$/u);
      expect(event['source']).toBe('live');
    }
    expect(traffic(on.api)).toEqual(['GET /api/v2/webhook/events']);
    expectAllHeaders(on.api);
  });

  it('prints a tab-separated row an event without a header into a pipe', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stdout, stderr } = await on.run('amani events');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout.trimEnd().split('\n');
    expect(rows.map((row) => row.split('\t')[0])).toEqual(eventNames);
    for (const row of rows) expect(row.split('\t')).toHaveLength(2);
  });

  it('lines up a table with a header on a terminal', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const terminal = on.open('amani events');
    expect((await terminal.finished).code).toBe(0);
    const [header = '', ...rows] = terminal.screen().split('\n');
    expect(header).toMatch(/^EVENT\s+ABOUT$/u);
    const column = header.indexOf('ABOUT');
    expect(rows.map((row) => row.slice(0, column).trim())).toEqual(eventNames);
    for (const row of rows) expect(row.slice(column - 1, column + 1)).toMatch(/^ \S$/u);
  });

  it('keeps nothing on this machine', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    await on.run('amani events');
    for (const name of ['config', 'credentials', 'state'] as const) expect(on.stored(name)).toBeUndefined();
  });

  it('shows an event that it has no description for', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ json: ['document_upload', 'brand_new'] }));
    const { stdout } = await on.run('amani events --json');
    expect(JSON.parse(stdout)).toEqual([
      { name: 'document_upload', description: expect.any(String) as string, source: 'live' },
      { name: 'brand_new', description: '', source: 'live' },
    ]);
  });

  it('keeps a path prefix of the address', async (context) => {
    const on = await createFixture(context);
    on.api.expect({
      method: 'GET',
      target: '/gateway/amani/api/v2/webhook/events',
      reply: { json: eventNames },
    });
    const { code } = await on.run('amani events', {
      env: { WEBHOOK_ADMIN_AMANI_BASE_URL: `${on.api.url}/gateway/amani/` },
    });
    expect(code).toBe(0);
  });
});
