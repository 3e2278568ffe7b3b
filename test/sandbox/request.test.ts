import { describe, expect, it } from 'vitest';
import { sandboxRequest, wireForm } from '../../src/sandbox/request.js';

describe('sandboxRequest', () => {
  it('takes path and query apart and writes header names in lower case', () => {
    const request = sandboxRequest({
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
    expect(sandboxRequest({ method: 'GET', target, headers: {}, body: undefined }).path).toBe(path);
  });
});

describe('wireForm', () => {
  it('sends bytes as they are, with the headers they came with', () => {
    const bytes = Uint8Array.from([0, 255]);
    const headers = { 'content-type': 'application/pdf' };
    expect(wireForm({ status: 200, bytes, headers, call: 'x' })).toEqual({ headers, body: bytes });
  });

  it('sends JSON with its type, and no body where there is none', () => {
    expect(wireForm({ status: 200, json: null, headers: { allow: 'GET' }, call: 'x' })).toEqual({
      headers: { allow: 'GET', 'content-type': 'application/json' },
      body: 'null',
    });
    expect(wireForm({ status: 301, headers: { location: '/x' }, call: 'x' })).toEqual({
      headers: { location: '/x' },
      body: '',
    });
  });
});
