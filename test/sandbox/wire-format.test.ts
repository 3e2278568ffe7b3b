import { describe, expect, it } from 'vitest';
import { toSandboxRequest, encodeResponse } from '../../src/sandbox/wire-format.js';

describe('toSandboxRequest', () => {
  it('separates path and query, and converts header names to lower case', () => {
    const request = toSandboxRequest({
      method: 'GET',
      target: '/a/b?x=1&y=a%20b',
      headers: { Authorization: 'Bearer T' },
      body: 'ë',
    });
    expect(request).toEqual({
      method: 'GET',
      path: '/a/b',
      query: { x: '1', y: 'a b' },
      headers: { authorization: 'Bearer T' },
      body: new TextEncoder().encode('ë'),
    });
  });

  it.each([
    ['', '/'],
    ['?x', '/'],
    ['/a?b?c', '/a'],
    ['/a/', '/a/'],
    ['//a', '//a'],
  ])('reads the path of %j as %s', (target, path) => {
    expect(toSandboxRequest({ method: 'GET', target, headers: {}, body: undefined }).path).toBe(path);
  });
});

describe('encodeResponse', () => {
  it('sends bytes unchanged, with their headers', () => {
    const bytes = Uint8Array.from([0, 255]);
    const headers = { 'content-type': 'application/pdf' };
    expect(encodeResponse({ status: 200, bytes, headers, call: 'x' })).toEqual({ headers, body: bytes });
  });

  it('sends JSON with its content type, and an empty body when there is none', () => {
    expect(encodeResponse({ status: 200, json: null, headers: { allow: 'GET' }, call: 'x' })).toEqual({
      headers: { allow: 'GET', 'content-type': 'application/json' },
      body: 'null',
    });
    expect(encodeResponse({ status: 301, headers: { location: '/x' }, call: 'x' })).toEqual({
      headers: { location: '/x' },
      body: '',
    });
  });
});
