import { describe, expect, it } from 'vitest';
import { configError } from '../../../src/errors.js';
import { memoryStores } from '../../../src/sandbox/memory-stores.js';
import type { Stores, WireRequest } from '../../../src/world.js';
import { errorIn, runMain } from '../../support/run-main.js';

const url = 'https://hooks.example.com/emptor';

/** Stores on a disk that is full: nothing can be written. */
const fullDisk = (): Stores => ({
  ...memoryStores(),
  update: () => Promise.reject(configError('The disk is full.')),
});

/** Runs it with an account by environment; the provider answers `answer` to whatever comes. */
const run = async (args: string, answer: unknown, stores?: Stores) => {
  const seen: WireRequest[] = [];
  const got = await runMain(`${args} --yes --json`, {
    env: { WEBHOOK_ADMIN_EMPTOR_API_KEY: 'Zq7user.Kx93token' },
    files: { 'person.json': '{"first_name":"Zoekanari"}' },
    ...(stores !== undefined && { stores }),
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

describe('a change that this machine cannot keep', () => {
  it('prints the id of the person all the same, ends with 11, and points at its status', async () => {
    const args = `emptor person create --country PE --body person.json --webhook-url ${url}`;
    const got = await run(args, 'person-1', fullDisk());
    expect(got.code).toBe(11);
    expect(JSON.parse(got.stdout)).toEqual({ personId: 'person-1', webhookUrl: url });
    expect(errorIn(got)).toMatchObject({
      code: 'partial',
      changed: 'yes',
      operation: 'person create',
      next: 'webhook-admin emptor status person-1 --country PE',
    });
    expect(got.seen.map(({ method, url: to }) => `${method} ${to}`)).toEqual([
      'POST https://api.emptor.io/v3/PE/persons',
    ]);
  });

  it('prints the answer to the mapping all the same, ends with 11, and points at the mapping', async () => {
    const got = await run(`emptor mapping set --url ${url}`, { ok: true }, fullDisk());
    expect(got.code).toBe(11);
    expect(JSON.parse(got.stdout)).toMatchObject({ url, response: { ok: true } });
    expect(errorIn(got)).toMatchObject({ changed: 'yes', next: 'webhook-admin emptor mapping get' });
    expect(got.seen.length).toBe(1);
  });
});

describe('the persons that are remembered', () => {
  it('are the newest thousand, and nothing that was not ours is counted', async () => {
    const stores = memoryStores();
    const before = Array.from({ length: 1_000 }, (_, index) => ({ personId: `old-${index}` }));
    await stores.update((open) => {
      open('state')['profiles'] = { default: { emptor: { persons: before } } };
    });
    const args = `emptor person create --country PE --body person.json --webhook-url ${url}`;
    expect((await run(args, 'new', stores)).code).toBe(0);
    const { profiles } = stores.read('state') as {
      profiles: { default: { emptor: { persons: { personId: string }[] } } };
    }; // as the program wrote it
    const ids = profiles.default.emptor.persons.map(({ personId }) => personId);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([1_000, 'old-1', 'new']);
  });
});
