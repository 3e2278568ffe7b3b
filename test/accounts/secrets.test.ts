import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  environmentSecret,
  storedCredential,
  storedSecret,
  storedSecretValues,
} from '../../src/accounts/secrets.js';
import { fakeFiles } from '../support/fake-files.js';

const variable = 'WEBHOOK_ADMIN_ACME_API_KEY';
const { files } = fakeFiles({ '/key': 'from-file\n', '/empty': '\n', '/two': 'a\nb' });
const find = (env: Readonly<Record<string, string>>) => environmentSecret(env, files, 'acme', 'apiKey');

describe('environmentSecret', () => {
  it('is nothing where nothing is set', async () => {
    expect(await find({ WEBHOOK_ADMIN_ACME_REGION: 'eu' })).toBeUndefined();
  });

  it('is the variable', async () => {
    expect(await find({ [variable]: 'direct' })).toEqual({
      value: 'direct',
      from: 'environment',
      source: variable,
    });
  });

  it('is the content of the file that the variable names, without its line end', async () => {
    expect(await find({ [`${variable}_FILE`]: '/key' })).toEqual({
      value: 'from-file',
      from: 'file',
      source: `${variable}_FILE`,
    });
  });

  it('is usage when both are set, also to the same', async () => {
    await expect(find({ [variable]: 'from-file', [`${variable}_FILE`]: '/key' })).rejects.toMatchObject({
      failure: 'usage',
    });
  });

  it.each([
    ['an empty variable', { [variable]: '' }],
    ['an empty file variable', { [`${variable}_FILE`]: '' }],
    ['both, one empty', { [variable]: 'x', [`${variable}_FILE`]: '' }],
    ['an empty file', { [`${variable}_FILE`]: '/empty' }],
    ['a file of two lines', { [`${variable}_FILE`]: '/two' }],
    ['a file that is not there', { [`${variable}_FILE`]: '/none' }],
    ['a value with a space', { [variable]: 'two words' }],
  ])('is config for %s', async (_, env) => {
    await expect(find(env)).rejects.toMatchObject({ failure: 'config' });
  });

  it('never repeats a value that it refuses', async () => {
    const refused = fc.string({ minLength: 4 }).map((text) => `Zq7${text}\tKx9`);
    await fc.assert(
      fc.asyncProperty(refused, async (value) => {
        const error: unknown = await find({ [variable]: value }).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ failure: 'config' });
        const text = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
        expect(text).not.toContain('Zq7');
        expect(text).not.toContain('Kx9');
      }),
    );
  });
});

describe('what is stored', () => {
  const credentials = {
    profiles: {
      default: {
        acme: {
          login: { origin: 'https://a.test', credential: 'c', refresh: 'r' },
          secrets: { hookSecret: { value: 's', storedAt: '2026-01-01T00:00:00.000Z' } },
        },
        half: { login: { credential: 'c' } },
        other: { login: { origin: 'https://a.test' }, secrets: { hookSecret: 'text' } },
      },
    },
  };

  it('is a credential with its origin', () => {
    expect(storedCredential(credentials, 'default', 'acme')).toEqual({
      origin: 'https://a.test',
      credential: 'c',
      refresh: 'r',
    });
  });

  it('is no credential without an origin, or an origin alone', () => {
    expect(storedCredential(credentials, 'default', 'half')).toBeUndefined();
    expect(storedCredential(credentials, 'default', 'other')).toBeUndefined();
    expect(storedCredential(credentials, 'staging', 'acme')).toBeUndefined();
  });

  it('is a secret with its time, and nothing for another shape or an inherited name', () => {
    expect(storedSecret(credentials, 'default', 'acme', 'hookSecret')).toEqual({
      value: 's',
      storedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(storedSecret(credentials, 'default', 'other', 'hookSecret')).toBeUndefined();
    expect(storedSecret(credentials, 'default', 'acme', 'constructor')).toBeUndefined();
  });
});

describe('storedSecretValues', () => {
  it('lists the credential, the refresh token, every secret and the previous secret of one account', () => {
    const account = {
      login: { credential: 'the-credential', refresh: 'the-refresh-token', origin: 'https://acme.test' },
      secrets: {
        webhookSecret: { value: 'the-secret', storedAt: '' },
        other: { value: 'another', storedAt: '' },
      },
      previous: { value: 'the-previous-secret', acceptUntil: '2030-01-01T00:00:00.000Z' },
    };
    const credentials = { profiles: { default: { acme: account, globex: {} }, staging: { acme: {} } } };
    expect([...storedSecretValues(credentials, 'default', 'acme')].sort()).toEqual([
      'another',
      'the-credential',
      'the-previous-secret',
      'the-refresh-token',
      'the-secret',
    ]);
    expect(storedSecretValues(credentials, 'staging', 'acme')).toEqual([]);
  });
});
