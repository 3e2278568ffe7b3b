import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCountry,
  checkField,
  checkHeader,
  checkMethod,
  checkPath,
} from '../../../src/providers/emptor/settings.js';

describe('the settings of Emptor', () => {
  it.each(['PE', 'pe', 'Cl'])('accept the country %s', (value) => {
    expect(checkCountry(value)).toBeUndefined();
  });

  it.each(['', 'P', 'PER', '..', 'P/', 'Pé', 'PE\n'])('reject the country %j', (value) => {
    expect(checkCountry(value)).toMatch(/\.$/u);
  });

  it.each(['/v3/webhooks/mapping', '/v3/webhooks/mapping/', '/a.b/~c/..d'])('accept the path %s', (value) => {
    expect(checkPath(value)).toBeUndefined();
  });

  it.each([
    '',
    '/',
    'v3/x',
    '//evil.test/x',
    '/a/../b',
    '/a/..',
    '/.',
    '/a?b',
    '/a#b',
    '/a b',
    '/%2e%2e',
    '/a//b',
  ])('reject the path %j', (value) => {
    expect(checkPath(value)).toMatch(/\.$/u);
  });

  it('accept no path that the URL parser changes', () => {
    const pieces = fc.constantFrom('/', '.', '..', 'a', '%2e', '\\', '?', '#', '@', ':', '-', '\t');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const path = `/${parts.join('')}`;
        if (checkPath(path) !== undefined) return;
        const url = new URL(`https://api.emptor.test${path}`);
        expect(url.href).toBe(`https://api.emptor.test${path}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['POST', 'PUT', 'PATCH'])('accept the method %s', (value) => {
    expect(checkMethod(value)).toBeUndefined();
  });

  it.each(['GET', 'DELETE', 'post', ''])('reject the method %j', (value) => {
    expect(checkMethod(value)).toMatch(/\.$/u);
  });

  it.each(['', '__proto__', 'a.b', 'a b', '1a'])('reject the field %j', (value) => {
    expect(checkField(value)).toMatch(/\.$/u);
  });

  it.each(['X-Webhook-Secret', 'authorization'])('accept the header %s', (value) => {
    expect(checkHeader(value)).toBeUndefined();
  });

  it.each(['', 'X Secret', 'X:Secret', 'X\r\nEvil', 'Content-Type', 'host', 'Ü'])(
    'do not take the header %j',
    (value) => {
      expect(checkHeader(value)).toMatch(/\.$/u);
    },
  );
});
