import { describe, expect, it, type TestContext } from 'vitest';
import { failsWith, putWebhook, readEvents, readToken, traffic, webhookUrl } from '../support/amani-api.js';
import { createFixture } from '../support/fixture.js';
import { startStrictServer, type Reply, type StrictServer } from '../support/strict-server.js';

const events = 'amani events --json';
const create = `amani create --url ${webhookUrl} --event document_upload --json`;
const reset: Reply = { raw: (socket) => socket.resetAndDestroy() };

/** A server that must never be called. */
const elsewhere = async ({ onTestFinished }: TestContext): Promise<StrictServer> => {
  const server = await startStrictServer();
  onTestFinished(async () => {
    await server.close();
    server.verify();
  });
  return server;
};

describe.concurrent('a redirect', () => {
  it.for([301, 302, 303, 307, 308])(
    '%s of a read ends with 6, and its target is never contacted',
    async (status, context) => {
      const on = await createFixture(context);
      const evil = await elsewhere(context);
      on.api.expect(
        readEvents({ status, text: '', headers: { location: `${evil.url}/api/v2/webhook/events?leak=1` } }),
      );
      const error = await failsWith(on, 6, events);
      expect(error).toMatchObject({ code: 'refused', httpStatus: status });
      expect(error['message']).toContain('redirect refused');
      expect(error['message']).not.toContain('leak');
      expect(evil.seen).toEqual([]);
    },
  );

  it.for([301, 307, 308])(
    '%s of a PUT ends with 6, and its target is never contacted',
    async (status, context) => {
      const on = await createFixture(context);
      const evil = await elsewhere(context);
      on.api.expect(
        readEvents(),
        putWebhook(
          { on: ['document_upload'] },
          { status, text: '', headers: { location: `${evil.url}/api/v2/webhook/` } },
        ),
      );
      const error = await failsWith(on, 6, create);
      expect(error).toMatchObject({ code: 'refused', changed: 'unknown' });
      expect(evil.seen).toEqual([]);
    },
  );

  it.for(['/api/v2/webhook/events/', 'file:///etc/passwd', '//user:pw@other.example.com/'])(
    'to %s is refused too',
    async (location, context) => {
      const on = await createFixture(context);
      on.api.expect(readEvents({ status: 302, text: '', headers: { location } }));
      const error = await failsWith(on, 6, events);
      expect(String(error['message'])).not.toMatch(/passwd|user:pw/u);
    },
  );
});

describe.concurrent('a PUT', () => {
  it('is sent again once after a reset, with the identical body', async (context) => {
    const on = await createFixture(context);
    on.api.expect(
      readEvents(),
      putWebhook({ on: ['document_upload'] }, reset),
      putWebhook({ on: ['document_upload'] }),
      readToken(),
    );
    expect((await on.run(create)).code).toBe(0);
    expect(on.api.seen[1]?.body).toBe(on.api.seen[2]?.body);
  });

  it.for([502, 503, 504])('ends with 11 after it was answered %s twice', async (status, context) => {
    const on = await createFixture(context);
    const reply = { status, json: {} };
    on.api.expect(
      readEvents(),
      putWebhook({ on: ['document_upload'] }, reply),
      putWebhook({ on: ['document_upload'] }, reply),
    );
    expect(await failsWith(on, 11, create)).toMatchObject({
      code: 'partial',
      changed: 'unknown',
      operation: 'create',
    });
  });

  it('ends with 11 when its answer does not come in time', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }, { raw: () => undefined }));
    expect(await failsWith(on, 11, `${create} --timeout 800ms`)).toMatchObject({
      code: 'partial',
      changed: 'unknown',
    });
  });

  it.for([
    ['HTML', { text: '<html></html>' }],
    [
      'an event missing',
      { json: { id: 'x', url: webhookUrl, signature_enabled: true, document_upload: true } },
    ],
    ['an empty 204', { status: 204, text: '' }],
  ] as const)('ends with 11 when a 2xx answer is not the contract: %s', async ([, reply], context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }, reply));
    expect(await failsWith(on, 11, create)).toMatchObject({ code: 'partial', changed: 'unknown' });
    expect(traffic(on.api).filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  it.for([
    [400, 6, 'refused'],
    [404, 6, 'refused'],
    [409, 12, 'conflict'],
    [412, 12, 'conflict'],
    [401, 4, 'auth'],
    [403, 4, 'auth'],
  ] as const)('answered %s ends with %s: nothing changed', async ([status, exit, name], context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }, { status, json: { detail: 'No.' } }));
    expect(await failsWith(on, exit, create)).toMatchObject({
      code: name,
      changed: 'no',
      httpStatus: status,
    });
  });
});
