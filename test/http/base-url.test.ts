import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { checkBaseUrl } from '../../src/http/base-url.js';

const refusal = (text: string): AppError => {
  try {
    checkBaseUrl(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(text)}`);
};

describe('checkBaseUrl', () => {
  it.each([
    ['https://eu.amani.ai', 'https://eu.amani.ai', ''],
    ['https://eu.amani.ai/', 'https://eu.amani.ai', ''],
    ['HTTPS://EU.Amani.AI', 'https://eu.amani.ai', ''],
    ['https://eu.amani.ai:443', 'https://eu.amani.ai', ''],
    ['https://eu.amani.ai:8443/', 'https://eu.amani.ai:8443', ''],
    ['https://gate.example.com/amani', 'https://gate.example.com', '/amani'],
    ['https://gate.example.com/a/B-c_d.e/', 'https://gate.example.com', '/a/B-c_d.e'],
    ['https://192.168.1.5/x', 'https://192.168.1.5', '/x'],
    ['http://127.0.0.1:4401', 'http://127.0.0.1:4401', ''],
    ['http://127.8.8.8/x', 'http://127.8.8.8', '/x'],
    ['http://localhost:80/x', 'http://localhost', '/x'],
    ['http://LOCALHOST:4401', 'http://localhost:4401', ''],
    ['http://[::1]:4401', 'http://[::1]:4401', ''],
  ])('accepts %s', (text, origin, prefix) => {
    expect(checkBaseUrl(text)).toEqual({ origin, base: origin + prefix });
  });

  it.each([
    ['http to another machine', 'http://eu.amani.ai'],
    ['http to a private network', 'http://192.168.1.5'],
    ['http to the unspecified address', 'http://0.0.0.0'],
    ['http to a name below localhost', 'http://api.localhost'],
    ['http to a name that looks like loopback', 'http://localhost.example.com'],
    ['another scheme', 'ftp://eu.amani.ai'],
    ['no scheme', 'eu.amani.ai'],
    ['no scheme, but a port', 'localhost:4401'],
    ['a scheme-relative URL', '//eu.amani.ai'],
    ['one slash', 'https:/eu.amani.ai'],
    ['no host', 'https:///eu.amani.ai'],
    ['a user name', 'https://hunter2@eu.amani.ai'],
    ['an empty user name', 'https://@eu.amani.ai'],
    ['a password', 'https://me:hunter2@eu.amani.ai'],
    ['a query', 'https://eu.amani.ai?key=hunter2'],
    ['an empty query', 'https://eu.amani.ai/x?'],
    ['a fragment', 'https://eu.amani.ai/#x'],
    ['an empty fragment', 'https://eu.amani.ai#'],
    ['a backslash', 'https://eu.amani.ai\\x'],
    ['a line break', 'https://eu.amani.ai\n'],
    ['a tab inside the host', 'https://eu.am\tani.ai'],
    ['a space before it', ' https://eu.amani.ai'],
    ['a look-alike host', 'https://eu.\u0430mani.ai'],
    ['an encoded host', 'https://eu.%61mani.ai'],
    ['dot segments', 'https://eu.amani.ai/a/../b'],
    ['an encoded letter in the path', 'https://eu.amani.ai/%61'],
    ['encoded dot segments', 'https://eu.amani.ai/a/%2e%2e/b'],
    ['doubled slashes', 'https://eu.amani.ai//b'],
    ['two slashes at the end', 'https://eu.amani.ai/b//'],
    ['a port out of range', 'https://eu.amani.ai:99999'],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    const error = refusal(text);
    expect(error.failure).toBe('config');
    expect(error.changed).toBe('no');
    expect(JSON.stringify([error.message, error.details])).not.toContain('hunter2');
  });

  it('gives a base that it accepts again unchanged, with the same origin', () => {
    const segments = fc.array(fc.stringMatching(/^[a-z0-9_-]{1,5}$/), { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.domain(),
        fc.option(fc.integer({ min: 1, max: 65_535 })),
        segments,
        (host, port, path) => {
          const text = [`https://${host}${port === null ? '' : `:${port}`}`, ...path].join('/');
          const { origin, base } = checkBaseUrl(text);
          expect(checkBaseUrl(base)).toEqual({ origin, base });
          expect(new URL(base).origin).toBe(origin);
          expect(base.endsWith('/')).toBe(false);
        },
      ),
    );
  });

  it('throws nothing but AppError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl({ withFragments: true, withQueryParameters: true }),
        ),
        (text) => {
          try {
            checkBaseUrl(text);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
    );
  });
});
