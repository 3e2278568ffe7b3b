import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  errorOf,
  putWebhook,
  readEvents,
  readToken,
  webhookId,
  webhookUrl,
} from '../support/amani-api.js';
import { canary, fingerprints, createFixture } from '../support/fixture.js';

const create = `amani create --url ${webhookUrl} --event document_upload`;

describe.concurrent('amani create, when Amani does not do as asked', () => {
  it('ends with 11 and names each field that Amani did not do as asked', async (context) => {
    const on = await createFixture(context);
    const answer = {
      id: webhookId,
      ...bodyOf({ on: ['document_upload', 'zip_file_create'], url: 'https://other.example.com/' }),
    };
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }, { json: answer }), readToken());
    const { code, stdout, stderr } = await on.run(`${create} --json`);
    expect(code).toBe(11);
    expect(JSON.parse(stdout)).toMatchObject({
      url: 'https://other.example.com/',
      events: { zip_file_create: true },
    });
    const error = errorOf(stderr);
    expect(error).toMatchObject({ code: 'partial', changed: 'yes', next: 'webhook-admin amani show' });
    expect(String(error['message'])).toContain('url, zip_file_create');
    expect(String(error['message'])).not.toContain('document_upload');
  });

  it.for([
    ['500 for ever', { status: 500, json: {} }, 4],
    ['403', { status: 403, json: {} }, 1],
    ['a token that is a number', { json: { token: 12 } }, 1],
  ] as const)(
    'reports the webhook as created, 11, when the secret answers %s',
    async ([, reply, calls], context) => {
      const on = await createFixture(context);
      on.api.expect(
        readEvents(),
        putWebhook({ on: ['document_upload'] }),
        ...Array.from({ length: calls }, () => readToken(reply)),
      );
      const { code, stdout, stderr } = await on.run(`${create} --json`);
      expect(code).toBe(11);
      expect(JSON.parse(stdout)).toMatchObject({
        id: webhookId,
        secret: { stored: false, fingerprint: null },
      });
      expect(errorOf(stderr)).toMatchObject({
        code: 'partial',
        changed: 'yes',
        next: 'webhook-admin amani token get',
      });
      on.api.expect(readToken());
      expect((await on.run('amani token get')).code).toBe(0);
      expect((await on.run('amani show --json')).stdout).toContain(
        `"fingerprint":"${fingerprints.oldSecret}"`,
      );
    },
  );

  it('waits for a secret that is not readable at once', async (context) => {
    const on = await createFixture(context);
    on.api.expect(
      readEvents(),
      putWebhook({ on: ['document_upload'] }),
      readToken({ status: 404, json: {} }),
      readToken(),
    );
    expect((await on.run(create)).code).toBe(0);
  });

  it('ends with 11 when the PUT answers 500, without a second PUT', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }, { status: 500, json: {} }));
    const { code, stdout, stderr } = await on.run(`${create} --json`);
    expect({ code, stdout }).toEqual({ code: 11, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', changed: 'unknown', httpStatus: 500 });
    expect(on.stored('state')).toBeUndefined();
  });

  it('passes on why the provider refuses, in its words, made harmless', async (context) => {
    const on = await createFixture(context);
    const reply = { status: 400, json: { url: ['\u001b]52;c;ZXZpbA==\u0007 not\u202ehere'] } };
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }, reply));
    const { code, stderr } = await on.run(create);
    expect(code).toBe(6);
    expect(stderr).toContain('url: \\u{1b}]52;c;ZXZpbA==\\u{7} not\\u{202e}here');
  });

  it('never repeats a secret that the provider echoes', async (context) => {
    const on = await createFixture(context);
    const reply = { status: 400, json: { detail: `you sent Bearer ${canary.token}` } };
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }, reply));
    const { code, stderr } = await on.run(create);
    expect(code).toBe(6);
    expect(stderr).toContain('you sent Bearer ***');
  });
});
