import { describe, expect, it } from 'vitest';
import { createEmptorFixture, headerName, person, personTexts } from '../support/emptor-api.js';
import { receiver, servedSandbox } from '../support/served-sandbox.js';
import { canary } from '../support/fixture.js';

const url = 'http://127.0.0.1:9/emptor';

const create = (to: string): string =>
  `emptor person create --country PE --body person.json --webhook-url ${to} --webhook-details --webhook-header ${headerName} --yes --json`;

describe('emptor in the sandbox', () => {
  it('creates a person with a header, and completes its checks over time', async (context) => {
    const on = await createEmptorFixture(context);
    const created = await on.run(`${create(url)} --sandbox`);
    expect({ code: created.code, stderr: created.stderr }).toEqual({ code: 0, stderr: '' });
    const { personId } = JSON.parse(created.stdout) as { personId: string }; // fails the test when it is not
    const status = async (): Promise<unknown> => {
      const { stdout } = await on.run(`emptor status ${personId} --country PE --sandbox --json`);
      return (JSON.parse(stdout) as { status: unknown }).status;
    };
    expect(await status()).toBe('PENDING');
    await expect.poll(status, { timeout: 10_000, interval: 250 }).toBe('PASSED');
    expect(on.api.seen).toEqual([]);
    for (const word of personTexts) expect(created.stdout + created.stderr).not.toContain(word);
  });

  it('suggests the setting of the header, and the status once it is set', async (context) => {
    const on = await createEmptorFixture(context);
    const person = `${create(url).replace(' --json', '')} --sandbox`;
    const first = await on.run(person);
    expect(first.code).toBe(0);
    const [, set = ''] = /webhook-admin (config set emptor\.header \S+ --sandbox)/u.exec(first.stderr) ?? [];
    expect((await on.run(set)).code).toBe(0);
    const second = await on.run(person);
    expect(second.stderr).toContain('webhook-admin emptor status ');
    expect(second.stderr).not.toContain('config set');
  });

  it('stores a mapping, and returns it', async (context) => {
    const on = await createEmptorFixture(context);
    expect((await on.run(`emptor mapping set --url ${url} --sandbox --yes`)).code).toBe(0);
    const { stdout } = await on.run('emptor mapping get --sandbox --json');
    expect(JSON.parse(stdout)).toMatchObject({ url, basis: 'assumed' });
    expect(on.stored('state')).toBeUndefined();
  });

  it('delivers to the webhook of the person with its header', async (context) => {
    const on = await createEmptorFixture(context);
    const hook = await receiver(context);
    const { urls, credentials } = await servedSandbox(context, on);
    const { code, stdout } = await on.run(create(hook.url), {
      env: {
        WEBHOOK_ADMIN_EMPTOR_BASE_URL: urls['emptor'],
        WEBHOOK_ADMIN_EMPTOR_API_KEY: credentials['emptor']?.['apiKey'],
        WEBHOOK_ADMIN_EMPTOR_HEADER_VALUE: canary.oldSecret,
      },
    });
    expect(code).toBe(0);
    const { personId } = JSON.parse(stdout) as { personId: string }; // fails the test when it is not
    const { method, headers, text } = await hook.next();
    expect({ method, secret: headers[headerName.toLowerCase()] }).toEqual({
      method: 'POST',
      secret: canary.oldSecret,
    });
    expect(JSON.parse(text)).toMatchObject({
      id: personId,
      status: 'PASSED',
      custom_data: person.custom_data,
    });
  });
});
