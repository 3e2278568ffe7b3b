import { describe, expect, it } from 'vitest';
import { errorIn, runMain, type MainOptions } from '../../support/run-main.js';

const base = 'auth login amani --no-verify --base-url https://eu.amani.ai';
const token = 'Zq7user.Kx93token.Wv51vfuL08';
const files = { '/token': `${token}\n`, '/empty': '\n', '/two': 'a\nb\n' };

const login = (args: string, options: MainOptions = {}) =>
  runMain(`${base} ${args} --json`, { files, ...options });

describe('the secrets of a login', () => {
  it.each([
    ['--token-stdin --token-file /token', '--token-stdin and --token-file cannot be used together.'],
    [
      '--token-stdin --webhook-secret-stdin',
      '--token-stdin and --webhook-secret-stdin: only one secret can come',
    ],
    [
      '--username ann --token-file /token --password-stdin',
      '--username and --token cannot be used together.',
    ],
    ['--password-stdin --token-file /token', '--password and --token cannot be used together.'],
    ['--password-stdin', 'Missing: --username. Nothing was sent.'],
    ['--username= --password-stdin', '--username is empty.'],
    ['--token-stdin', 'Cannot use --token-stdin: it is empty.', ''],
    ['--token-file /empty', 'Cannot use --token-file: it is empty.'],
    ['--token-file /two', 'Cannot use --token-file: it holds a line break.'],
    ['--token-file /token --token-header X:y', '--token-header: A header name has'],
    ['--token-file /token --token-header=', '--token-header: It is empty.'],
  ])('are refused as usage, with nothing stored: %s', async (args, message, stdin = 'given') => {
    const run = await login(args, { stdin });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorIn(run)['message']).toContain(message);
    expect(run.stores('/config').read('credentials')).toEqual({});
  });

  it.each([
    ['http://eu.amani.ai', 'does not start with https://'],
    ['eu.amani.ai', 'is not an absolute https URL'],
    ['https://ann:pass@eu.amani.ai', 'contains a user name or password'],
  ])(
    'need an address that can be one: %s is a wrong option, not a wrong configuration',
    async (url, reason) => {
      const run = await runMain(`auth login amani --base-url ${url} --token-file /token --json`, { files });
      expect(errorIn(run)).toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/^--base-url: .* Nothing was sent\.$/u) as string,
      });
      expect(errorIn(run)['message']).toContain(`The base URL ${reason}. `);
    },
  );

  it('are not read from a terminal: that option is for pipes', async () => {
    const run = await runMain(`${base} --token-stdin`, { terminal: true, stdin: token });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('standard input is a terminal');
  });

  it('a file that cannot be read is config', async () => {
    expect(errorIn(await login('--token-file /none'))['code']).toBe('config');
  });

  it('may be several, each from its own source, and none is shown', async () => {
    const run = await login('--token-stdin --webhook-secret-file /token --token-header X-Token', {
      stdin: 'another.Kx55token.Wv51vfuL08\r\n',
    });
    expect(run.code).toBe(0);
    expect(run.stores('/config').read('credentials')).toMatchObject({
      profiles: {
        default: {
          amani: {
            login: { credential: 'another.Kx55token.Wv51vfuL08' },
            secrets: { webhookSecret: { value: token } },
          },
        },
      },
    });
    expect(run.stores('/config').read('config')).toMatchObject({
      profiles: { default: { amani: { tokenHeader: 'X-Token' } } },
    });
    expect(run.stdout + run.stderr).not.toMatch(/Kx93token|Kx55token/u);
  });
});
