import { describe, expect, it } from 'vitest';
import { failsWith, readEvents } from '../support/amani-api.js';
import { createFixture } from '../support/fixture.js';
import type { Reply } from '../support/strict-server.js';

const events = 'amani events --json';
const reset: Reply = { raw: (socket) => socket.resetAndDestroy() };

const times = (count: number, reply: Reply): readonly ReturnType<typeof readEvents>[] =>
  Array.from({ length: count }, () => readEvents(reply));

describe.concurrent('a read', () => {
  it('is repeated after a 500, then succeeds', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...times(1, { status: 500, json: {} }), readEvents());
    expect((await on.run(events)).code).toBe(0);
  });

  it.for([408, 425, 500, 502, 503, 504])('ends with 5 after four times %s', async (status, context) => {
    const on = await createFixture(context);
    on.api.expect(...times(4, { status, json: {} }));
    expect(await failsWith(on, 5, events)).toMatchObject({
      code: 'unavailable',
      changed: 'no',
      retryable: true,
      httpStatus: status,
      provider: 'amani',
      operation: 'events',
    });
  });

  it('waits as long as a 429 asks, then succeeds', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ status: 429, json: {}, headers: { 'retry-after': '1' } }), readEvents());
    expect((await on.run(events)).code).toBe(0);
  });

  it('ends with 5 when the 429 never ends', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...times(4, { status: 429, json: {}, headers: { 'retry-after': '0' } }));
    expect(await failsWith(on, 5, events)).toMatchObject({
      code: 'unavailable',
      httpStatus: 429,
      retryable: true,
    });
  });

  it.for(['1000000000', '7200', 'Fri, 31 Dec 2199 23:59:59 GMT'])(
    'does not sleep for "Retry-After: %s"',
    async (after, context) => {
      const on = await createFixture(context);
      const replies = after === '7200' ? 1 : 4;
      on.api.expect(...times(replies, { status: 429, json: {}, headers: { 'retry-after': after } }));
      expect(await failsWith(on, 5, events)).toMatchObject({ httpStatus: 429 });
    },
  );

  it('is not repeated with --retries 0, and never more often than allowed with --retries 50', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...times(1, { status: 503, json: {} }));
    await failsWith(on, 5, `${events} --retries 0`);
    on.api.expect(...times(4, { status: 503, json: {}, headers: { 'retry-after': '0' } }));
    await failsWith(on, 5, `${events} --retries 50`);
  });

  it('ends with 5 when every connection is reset', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...times(4, reset));
    expect(await failsWith(on, 5, events)).toMatchObject({ code: 'unavailable', changed: 'no' });
  });

  it('ends with 5 when nobody listens', async (context) => {
    const on = await createFixture(context);
    await on.api.close();
    expect(await failsWith(on, 5, `${events} --retries 1`)).toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  it('ends with 5 when every body is cut short', async (context) => {
    const on = await createFixture(context);
    const cut: Reply = {
      raw(socket, response) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '200' });
        response.write('["document_upload"', () => socket.destroy());
      },
    };
    on.api.expect(...times(4, cut));
    expect(await failsWith(on, 5, events)).toMatchObject({ code: 'unavailable' });
  });

  it('gives a slow server no more than --timeout', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...times(1, { raw: () => undefined }));
    const error = await failsWith(on, 5, `${events} --timeout 800ms`);
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(error['message']).toContain('did not respond');
  });

  it('stops a body that trickles for ever at --timeout', async (context) => {
    const on = await createFixture(context);
    const trickle: Reply = {
      raw(socket, response) {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        socket.on('close', () => clearInterval(timer));
      },
    };
    on.api.expect(...times(1, trickle));
    await failsWith(on, 5, `${events} --timeout 800ms`);
  });

  it('takes the time limit from the environment', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...times(1, { raw: () => undefined }));
    const { code } = await on.run(events, { env: { WEBHOOK_ADMIN_TIMEOUT: '800ms' } });
    expect(code).toBe(5);
  });
});

describe.concurrent('a refused credential', () => {
  it.for([401, 403])(
    '%s ends with 4 and says where it came from and what to type',
    async (status, context) => {
      const on = await createFixture(context);
      on.api.expect(readEvents({ status, json: { detail: 'nope' } }));
      const error = await failsWith(on, 4, events);
      expect(error).toMatchObject({
        code: 'auth',
        httpStatus: status,
        changed: 'no',
        next: 'webhook-admin auth login amani',
      });
      expect(error['message']).toContain('WEBHOOK_ADMIN_AMANI_TOKEN');
    },
  );

  it('says nothing of the answer that echoes the header', async (context) => {
    const on = await createFixture(context);
    const answer = { detail: `bad header: Bearer Zq7user.Kx93token.Wv51vfuL08` };
    on.api.expect(readEvents({ status: 401, json: answer }));
    expect((await on.run('amani events')).code).toBe(4);
  });
});

describe.concurrent('--debug', () => {
  it('shows each attempt with its status and time, no header and no body', async (context) => {
    const on = await createFixture(context);
    on.api.expect(...times(1, { status: 503, json: {}, headers: { 'retry-after': '0' } }), readEvents());
    const { code, stderr } = await on.run('amani events --debug');
    expect(code).toBe(0);
    const [first, second] = stderr.split('\n');
    expect(first).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/api\/v2\/webhook\/events 503 \d+ ms, attempt 1$/u);
    expect(second).toMatch(
      /^GET http:\/\/127\.0\.0\.1:\d+\/api\/v2\/webhook\/events 200 \d+ ms, attempt 2$/u,
    );
    expect(stderr).not.toMatch(/bearer|authorization/iu);
  });
});
