import { describe, expect, it } from 'vitest';
import { errorOf, readEvents, webhookUrl } from '../support/amani-api.js';
import { createFixture } from '../support/fixture.js';

describe.concurrent('a signal', () => {
  it.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s during a read ends with %s and says so', async ([signal, exit], context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ raw: () => undefined }));
    const { code, stdout, stderr } = await on.run('amani events --json', {
      onStart: (child) => void on.api.arrived(1).then(() => child.kill(signal)),
    });
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ exitCode: exit, changed: 'no' });
  });

  it('during the wait before a repeat ends at once', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ status: 503, json: {}, headers: { 'retry-after': '30' } }));
    const { code } = await on.run('amani events --debug', {
      onStart: (child) => child.stderr?.once('data', () => child.kill('SIGINT')),
    });
    expect(code).toBe(130);
  });

  it('during a PUT waits for the answer, and keeps it', async (context) => {
    const on = await createFixture(context);
    let answer = (): void => undefined;
    on.api.expect(readEvents({ json: ['document_upload'] }), {
      method: 'PUT',
      target: '/api/v2/webhook',
      body: { url: webhookUrl, signature_enabled: true, document_upload: true },
      reply: {
        raw: (_, response) => {
          const webhook = { id: 'x', url: webhookUrl, signature_enabled: true, document_upload: true };
          answer = () =>
            void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(webhook));
        },
      },
    });
    const { code } = await on.run(`amani create --url ${webhookUrl} --event document_upload`, {
      onStart(child) {
        void on.api.arrived(2).then(() => child.kill('SIGINT'));
        child.stderr?.once('data', () => answer());
      },
    });
    expect(code).toBe(11);
    expect(on.stored('state')).toMatchObject({
      profiles: { default: { amani: { webhook: { url: webhookUrl } } } },
    });
  });

  it('ends a run on a terminal whose line is closed', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ raw: () => undefined }));
    const terminal = on.open('amani events');
    await on.api.arrived(1);
    terminal.type('\u0003');
    expect((await terminal.finished).code).toBe(130);
  });
});
