import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/providers/registry.js';
import { errorIn, runMain } from '../../support/run-main.js';

const secret = 'Zq7user.Kx93token.Wv51vfuL08';
const urlSafe = 'Zq7user-Kx93token_Wv51vfuL08';
const small = 'f3a91c52-7d0e-4b1a-9c55-0a6f2b8e4d11';

const expectNoPiece = (text: string, value: string): void => {
  for (let start = 0; start + 8 <= value.length; start += 1)
    expect(text).not.toContain(value.slice(start, start + 8));
};

describe('a usage error', () => {
  it.each([
    ['a misspelled option with a value', ['amani', 'create', `--tokn=${secret}`]],
    ['an unknown short option with a value', ['amani', 'create', `-x${secret}`]],
    ['a secret as an option', ['amani', 'create', `--${urlSafe}`]],
    ['a secret in small letters as an option', ['amani', 'create', `--${small}`]],
    ['a secret with a dash in front', ['amani', 'create', `-${urlSafe}`]],
    ['a secret as a command', [secret]],
    ['a secret as a command of a provider', ['amani', secret]],
    ['a secret as a provider', ['auth', 'login', secret]],
    ['a secret as a provider to log out from', ['auth', 'logout', secret]],
    ['a secret as a topic', ['help', secret]],
    ['a secret as an extra word', ['amani', 'events', secret]],
    ['a secret behind --', ['amani', 'create', '--', secret]],
    ['a secret as a setting', ['config', 'get', secret]],
    ['a secret as a part of a setting', ['config', 'get', `amani.token.${secret}`]],
    ['a secret as the value of a secret setting', ['config', 'set', 'amani.token', secret]],
    ['a secret as a profile', ['profile', 'use', secret]],
    ['a secret as the profile option', ['amani', 'events', '--profile', secret]],
    ['a secret as a duration', ['amani', 'events', `--timeout=${secret}`]],
    ['a secret as a number', ['amani', 'events', '--retries', secret]],
    ['a secret in a proxy', ['amani', 'events', '--proxy', `http://u:${secret}@proxy.test`]],
    ['a secret as an address', ['auth', 'login', 'amani', '--base-url', secret]],
    ['a secret in an address', ['auth', 'login', 'amani', '--base-url', `https://u:${secret}@a.test`]],
    ['a secret as a grace', ['amani', 'token', 'rotate', '--grace', secret]],
    ['a secret as an option that takes none', ['amani', 'create', `--all-events=${secret}`]],
  ])('never repeats %s', async (_, args) => {
    for (const json of [[], ['--json']]) {
      const run = await runMain([...json, ...args]);
      expect(run.code).toBe(2);
      expect(run.stdout).toBe('');
      expectNoPiece(run.stderr, secret);
      expectNoPiece(run.stderr, urlSafe);
      expectNoPiece(run.stderr, small);
      expect(
        run.folders().filter((folder) => Object.keys(run.stores(folder).read('config')).length > 0),
      ).toEqual([]);
    }
  });

  it('repeats no word that is not near one of ours, whatever it is', async () => {
    // What begins with one of our short options is that option, and may well end with 0.
    const word = fc
      .stringMatching(/^[A-Za-z0-9+/=_.-]{12,40}$/u)
      .filter((text) => /[0-9A-Z]/u.test(text) && !/^-[pqynhV]/u.test(text));
    await fc.assert(
      fc.asyncProperty(
        word,
        fc.constantFrom([], ['amani'], ['amani', 'create'], ['config']),
        async (text, before) => {
          const run = await runMain([...before, text]);
          expect(run.code).toBe(2);
          expect(run.stderr).not.toContain(text.replace(/^-+/u, ''));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names what comes near, and the help of the command', async () => {
    const option = errorIn(await runMain('amani create --al-events --json'));
    expect(option).toMatchObject({
      message: 'Unknown option --al-events. Did you mean --all-events? Nothing was sent.',
      next: 'webhook-admin amani create --help',
    });
    expect(errorIn(await runMain('amani create --al-events=no --json'))['message']).toBe(option['message']);
    expect(errorIn(await runMain('amani create --nosuch=no --json'))['message']).toBe(
      'Unknown option --nosuch. Nothing was sent.',
    );
    expect(errorIn(await runMain('amni --json'))['message']).toBe(
      'Unknown command "amni". Did you mean "amani"? Nothing was sent.',
    );
    expect(errorIn(await runMain('amani create --jsn --json'))['message']).toContain('Did you mean --json?');
    expect(errorIn(await runMain('amani token rotat --json'))['message']).toContain('Did you mean "rotate"?');
  });

  it('is a value for an option that takes none', async () => {
    for (const args of ['amani create --all-events=yes --json', 'amani show --sandbox=yes --json'])
      expect(errorIn(await runMain(args))['message']).toMatch(
        /^Option --\S+ takes no value\. Nothing was sent\.$/u,
      );
  });

  it('is an option without its value', async () => {
    expect(errorIn(await runMain('--json amani create --url'))).toMatchObject({
      code: 'usage',
      message: 'Option --url needs a value. Nothing was sent.',
    });
  });

  it('is a missing word, named', async () => {
    expect(errorIn(await runMain('config get --json'))).toMatchObject({ code: 'usage', missing: ['KEY'] });
  });

  it.each([
    ['amani', 'events, create, update, show, token'],
    ['amani token', 'get, rotate, recover'],
    ['auth', 'login, status, logout'],
    ['auth login', registry.map(({ id }) => id).join(', ')],
  ])('is "%s" alone: nothing was done, so a script must not read 0', async (args, words) => {
    const run = await runMain(`${args} --json`);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorIn(run)).toMatchObject({ hint: `One of: ${words}`, next: `webhook-admin ${args} --help` });
  });
});

describe('help', () => {
  it('is shown for the program alone', async () => {
    const run = await runMain('');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^Administer the webhooks of/u);
    expect(run.stdout).toBe((await runMain('--help')).stdout);
  });

  it('opens no store, sends nothing and asks nothing', async () => {
    const run = await runMain('amani create --help', {
      terminal: true,
      transport: () => expect.fail('a call'),
    });
    expect(run.code).toBe(0);
    expect(run.folders()).toEqual([]);
    expect(run.questions).toEqual([]);
  });
});
