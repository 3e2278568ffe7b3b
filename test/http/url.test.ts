import { describe, expect, it } from 'vitest';
import { buildUrl, withoutQueryValues } from '../../src/http/url.js';

describe('addressOf', () => {
  it('joins an origin and a path, also a logical origin', () => {
    expect(buildUrl('https://eu.amani.ai', '/api/v2/token/refresh/')).toBe(
      'https://eu.amani.ai/api/v2/token/refresh/',
    );
    expect(buildUrl('http://127.0.0.1:4401', '/a?b=c')).toBe('http://127.0.0.1:4401/a?b=c');
    expect(buildUrl('sandbox:amani', '/api')).toBe('sandbox:amani/api');
  });

  it.each([
    '',
    'api',
    '//evil.example/x',
    '/a/../b',
    '/a/%2e%2e/b',
    '/a\\b',
    '/a b',
    '/a\nb',
    '/a#b',
    '@evil.example/',
    '/é',
  ])('refuses the path %j on either kind of origin', (path) => {
    expect(() => buildUrl('https://eu.amani.ai', path)).toThrow('not allowed in a path');
    expect(() => buildUrl('sandbox:amani', path)).toThrow('not allowed in a path');
  });

  it('joins a base that has a path of its own', () => {
    expect(buildUrl('https://gateway.example.com/amani', '/api')).toBe(
      'https://gateway.example.com/amani/api',
    );
    expect(() => buildUrl('https://gateway.example.com/amani', '/../api')).toThrow('not allowed in a path');
  });

  it('refuses an origin that is more than one', () => {
    expect(() => buildUrl('https://me:secret@eu.amani.ai', '/a')).toThrow('not allowed in a path');
  });
});

describe('withoutQueryValues', () => {
  it('keeps the names of a query and drops its values', () => {
    expect(withoutQueryValues('https://h.example/a?key=secret=1&page=2')).toBe(
      'https://h.example/a?key=…&page=…',
    );
    expect(withoutQueryValues('https://h.example/a')).toBe('https://h.example/a');
  });
});
