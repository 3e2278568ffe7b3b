import { describe, expect, it } from 'vitest';
import { configError } from '../../../src/errors.js';
import { memoryStores } from '../../support/memory-stores.js';
import type { Stores, HttpRequest } from '../../../src/world.js';
import type { FakeWorldOptions } from '../../support/fake-world.js';
import { errorIn, runMain } from '../../support/run-main.js';

const url = 'https://hooks.example.com/emptor';

/** Stores on a disk that is full: nothing can be written. */
const fullDisk = (): Stores => ({
  ...memoryStores(),
  update: () =>
    Promise.reject(
      configError('The disk is full. Nothing was changed.', { hint: 'Free some space.', next: 'df -h' }),
    ),
});

const key = { WEBHOOK_ADMIN_EMPTOR_API_KEY: 'Zq7user.Kx93token' };

/** Runs it with an account by environment; the provider answers `answer` to whatever comes. */
const run = async (args: string, answer: unknown, world: FakeWorldOptions = {}) => {
  const seen: HttpRequest[] = [];
  const got = await runMain(`${args} --yes`, {
    env: key,
    files: { 'person.json': '{"first_name":"Zoekanari"}' },
    stores: fullDisk(),
    ...world,
    transport: (request) => {
      seen.push(request);
      return Promise.resolve({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: new TextEncoder().encode(JSON.stringify(answer)),
      });
    },
  });
  return { ...got, seen };
};

describe('a change that cannot be stored', () => {
  const person = `emptor person create --country PE --body person.json --webhook-url ${url}`;
  const hint = 'On this machine: The disk is full. Nothing was changed. Free some space. Run: df -h';

  it('still prints the id of the person, exits with 11, and suggests its status', async () => {
    const got = await run(`${person} --webhook-header X-Webhook-Secret`, 'person-1', {
      terminal: true,
      answers: ['Hj2old_Bn48secret'],
    });
    expect(got.code).toBe(11);
    expect(got.stdout).toContain('person-1');
    expect(got.stderr).toContain(
      `Emptor created the person, but the value of the header could not be stored on this machine.\n  ${hint}\n` +
        '  Run: webhook-admin emptor status person-1 --country PE\n',
    );
    expect(got.stderr).not.toContain('is stored');
    expect(got.seen.map(({ method, url: to }) => `${method} ${to}`)).toEqual([
      'POST https://api.emptor.io/v3/PE/persons',
    ]);
  });

  it('does not occur for a person, of which nothing is stored', async () => {
    const env = { WEBHOOK_ADMIN_EMPTOR_HEADER_VALUE: 'Hj2old_Bn48secret' };
    expect((await run(`${person} --json`, 'person-1')).code).toBe(0);
    expect(
      (await run(`${person} --webhook-header X-A --json`, 'person-1', { env: { ...key, ...env } })).code,
    ).toBe(0);
  });

  it('still prints the response to the mapping, exits with 11, and suggests reading it', async () => {
    const got = await run(`emptor mapping set --url ${url} --json`, { ok: true });
    expect(got.code).toBe(11);
    expect(JSON.parse(got.stdout)).toMatchObject({ url, response: { ok: true } });
    expect(errorIn(got)).toMatchObject({
      code: 'partial',
      changed: 'yes',
      message: 'Emptor accepted the mapping, but its URL could not be stored on this machine.',
      hint,
      next: 'webhook-admin emptor mapping get',
    });
    expect(got.seen.length).toBe(1);
  });
});
