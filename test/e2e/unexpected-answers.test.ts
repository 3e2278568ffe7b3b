import net from 'node:net';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failsWith, eventNames, readEvents, readToken } from '../support/amani-api.js';
import { createFixture } from '../support/fixture.js';
import type { Reply } from '../support/strict-server.js';

const events = 'amani events --json';

describe.concurrent('an answer that is not the contract', () => {
  const json = { 'content-type': 'application/json' };
  it.for([
    ['HTML with 200', { text: '<html><title>Log in</title></html>' }, 'HTML'],
    ['HTML under a JSON content type', { text: '<!doctype html><p>hello', headers: json }, 'HTML'],
    ['an empty body', { text: '', headers: json }, 'empty'],
    ['204', { status: 204, text: '' }, '204'],
    ['202', { status: 202, json: eventNames }, '202'],
    ['text that is not JSON', { text: 'Zq7user.Kx93token.Wv51vfuL08', headers: json }, 'not JSON'],
    ['an object for an array', { json: { events: [] } }, 'shape'],
    ['no events at all', { json: [] }, 'shape'],
    ['names that are numbers', { json: [1, 2] }, 'shape'],
    ['a name with an escape sequence', { json: ['\u001b[31mred'] }, 'shape'],
    ['names of fields that are no events', { json: ['url', 'document_upload'] }, 'shape'],
    ['JSON nested a hundred thousand deep', { text: '['.repeat(100_000), headers: json }, 'nested'],
  ] as const)('is refused with 6: %s', async ([, reply, words], context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(reply));
    const error = await failsWith(on, 6, events);
    expect(error).toMatchObject({ code: 'refused', changed: 'no', retryable: false, operation: 'events' });
    expect(error['message']).toContain(words);
  });

  it('is refused with 6: a key that is there twice', async (context) => {
    const on = await createFixture(context);
    on.api.expect(
      readToken({ text: '{"token":"aaaaaaaaaaaaaaaaaaaa","token":"bbbbbbbbbbbbbbbbbbbb"}', headers: json }),
    );
    expect((await failsWith(on, 6, 'amani token get --json'))['message']).toContain('a duplicate key');
    expect(on.stored('credentials')).toBeUndefined();
  });

  it.for([null, {}, [], 7, '', 'with space', 'with\nbreak', 'x'.repeat(100_000)])(
    'is refused with 6 and not stored: the token %j',
    async (token, context) => {
      const on = await createFixture(context);
      on.api.expect(readToken({ json: { token } }));
      await failsWith(on, 6, 'amani token get --json');
      expect(on.stored('credentials')).toBeUndefined();
    },
  );

  it('shows the address in use when a web page answers', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ text: '<html></html>' }));
    const { code, stderr } = await on.run('amani events');
    expect(code).toBe(6);
    expect(stderr).toContain('HTML instead of JSON. Nothing changed.');
    expect(stderr).toContain(on.api.url);
    expect(stderr).not.toContain('<html>');
  });

  it('is refused with 6: gzip that was not asked for', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ text: 'not really gzip', headers: { ...json, 'content-encoding': 'gzip' } }));
    await failsWith(on, 6, events);
  });

  it('is refused with 6 at once: a body announced with two gigabytes, without growing the process', async (context) => {
    const on = await createFixture(context);
    let peak = 0;
    let pid = 0;
    const huge: Reply = {
      raw(socket, response) {
        response.writeHead(200, { ...json, 'content-length': String(2 * 1024 ** 3) });
        const chunk = Buffer.alloc(1024 * 1024, 0x20);
        const pour = (): void => {
          peak = Math.max(peak, residentBytes(pid));
          while (!socket.destroyed && response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      },
    };
    on.api.expect(readEvents(huge));
    const { code } = await on.run(events, { onStart: (child) => void (pid = child.pid ?? 0) });
    expect(code).toBe(6);
    expect(peak).toBeLessThan(150 * 1024 ** 2);
  });

  it('is refused with 6 at the limit: an endless chunked body, without growing the process', async (context) => {
    const on = await createFixture(context);
    let peak = 0;
    let pid = 0;
    const endless: Reply = {
      raw(socket, response) {
        response.writeHead(200, json);
        const chunk = Buffer.alloc(1024 * 1024, 0x20);
        const pour = (): void => {
          peak = Math.max(peak, residentBytes(pid));
          while (!socket.destroyed && response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      },
    };
    on.api.expect(readEvents(endless));
    const { code } = await on.run(events, { onStart: (child) => void (pid = child.pid ?? 0) });
    expect(code).toBe(6);
    expect(peak).toBeLessThan(150 * 1024 ** 2);
  });

  it('is refused with 6: something that is not HTTP', async (context) => {
    const on = await createFixture(context);
    const server = net.createServer((socket) => socket.end('220 mail.example.com ESMTP\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code } = await on.run(events, {
      env: { WEBHOOK_ADMIN_AMANI_BASE_URL: `http://127.0.0.1:${port}` },
    });
    expect(code).toBe(6);
  });
});

/** Zero where the system does not tell, or the process has ended. */
const residentBytes = (pid: number): number => {
  try {
    const [, kilobytes = '0'] =
      /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
};
