import { describe, expect, it } from 'vitest';
import { configError } from '../../../src/errors.js';
import { memoryStores } from '../../support/memory-stores.js';
import type { Stores } from '../../../src/world.js';
import { errorIn, runMain } from '../../support/run-main.js';

const request = 'keyclic request --event reportCreated --url https://hooks.example.com/keyclic --json';

const full = () => Promise.reject(configError('Nothing was changed.', { hint: 'Free some space.' }));

/** Stores whose disk fills up between the proof and the write, unless told otherwise. */
const run = (args: string, failing: Partial<Stores> = { update: full }) =>
  runMain(args, { stores: { ...memoryStores(), ...failing } });

describe('a request that cannot be stored', () => {
  it('exits with 3, and says that the message is in the file', async () => {
    const got = await run(`${request} --output request.txt`);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 3, stdout: '' });
    expect(got.files.get('request.txt')).toContain('Kind regards');
    expect(errorIn(got)).toMatchObject({
      code: 'config',
      changed: 'no',
      message: 'The message is in /here/request.txt, but the request could not be stored.',
      hint: 'The store: Nothing was changed. Free some space.',
    });
  });

  it('writes no message when the store is not writable', async () => {
    const got = await run(`${request} --output request.txt`, { assertWritable: full });
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 3, stdout: '' });
    expect(got.files.has('request.txt')).toBe(false);
    expect((await run(`${request} --output request.txt --dry-run`, { assertWritable: full })).code).toBe(0);
  });

  it('prints no message without a file', async () => {
    const got = await run(request);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 3, stdout: '' });
    expect(errorIn(got)).toMatchObject({ message: 'Nothing was changed.', hint: 'Free some space.' });
  });
});
