import { describe, expect, it } from 'vitest';
import {
  createRouter,
  HttpError,
  readJsonObject,
  type Route,
  type RouterOptions,
} from '../../src/providers/sandbox-router.js';
import type { SandboxRequest } from '../../src/providers/sandbox-service.js';

const tools = { now: () => new Date('2026-01-01T00:00:00Z'), random: () => 0.5 };
const echo: Route['handle'] = ({ param }) => ({ status: 200, json: param('id') });

const routes: readonly Route[] = [
  { call: 'items.list', method: 'GET', path: '/v1.0/items', handle: () => ({ status: 200 }) },
  { call: 'item.get', method: 'GET', path: '/items/{id}', handle: echo },
  { call: 'item.put', method: 'PUT', path: '/items/{id}', handle: echo },
  { call: 'login.post', method: 'POST', path: '/login', anonymous: true, handle: () => ({ status: 200 }) },
  {
    call: 'reject.post',
    method: 'POST',
    path: '/reject',
    handle: () => {
      throw new HttpError({ status: 422 });
    },
  },
  {
    call: 'crash.post',
    method: 'POST',
    path: '/crash',
    handle: ({ param }) => ({ status: 200, json: param('id') }),
  },
];

const send = (method: string, path: string, more: Partial<RouterOptions> = {}, key = 'good') =>
  createRouter({
    routes,
    authenticate: ({ headers }, anonymous) =>
      anonymous || headers['key'] === 'good' ? undefined : { status: 401 },
    notFound: () => ({ status: 404 }),
    methodNotAllowed: { status: 405, json: 'no' },
    ...more,
  }).handle({ method, path, query: {}, headers: { key }, body: new Uint8Array() }, {}, tools);

describe('the sandbox router', () => {
  it('passes the parameter of the path to the handler', () => {
    expect(send('GET', '/items/a-1')).toEqual({ status: 200, json: 'a-1', call: 'item.get' });
    expect(send('PUT', '/items/b')).toMatchObject({ call: 'item.put' });
  });

  it.each(['/items', '/items/', '/items/a/b', '/items/a/', '/v1x0/items', '/xitems/a'])(
    'returns 404 for %s',
    (path) => {
      expect(send('GET', path)).toEqual({ status: 404, call: 'none' });
    },
  );

  it('matches a parameter by its own pattern when it has one', () => {
    const parameters = { id: /\d+/u };
    expect(send('GET', '/items/12', { parameters }).status).toBe(200);
    expect(send('GET', '/items/a1', { parameters }).status).toBe(404);
  });

  it('accepts a slash at the end when told to ignore it', () => {
    expect(send('GET', '/items/a/', { ignoreTrailingSlash: true })).toMatchObject({ json: 'a' });
  });

  it('returns 405 with the allowed methods when the path has other methods', () => {
    expect(send('DELETE', '/items/a')).toEqual({
      status: 405,
      json: 'no',
      headers: { allow: 'GET, PUT' },
      call: 'none',
    });
  });

  it('authenticates before it checks the method, but not for an unknown path', () => {
    expect(send('GET', '/items/a', {}, 'bad')).toEqual({ status: 401, call: 'item.get' });
    expect(send('DELETE', '/items/a', {}, 'bad')).toEqual({ status: 401, call: 'none' });
    expect(send('GET', '/nothing', {}, 'bad').status).toBe(404);
    expect(send('GET', '/nothing', { authenticateUnknownPaths: true }, 'bad').status).toBe(401);
    expect(send('GET', '/nothing', { authenticateUnknownPaths: true }).status).toBe(404);
  });

  it('needs no credential on an anonymous path, whatever the method', () => {
    expect(send('POST', '/login', {}, 'bad').status).toBe(200);
    expect(send('GET', '/login', {}, 'bad').status).toBe(405);
  });

  it('responds with the HttpError of a handler, and passes on every other error', () => {
    expect(send('POST', '/reject')).toEqual({ status: 422, call: 'reject.post' });
    expect(() => send('POST', '/crash')).toThrow('/crash has no parameter id.');
  });
});

describe('readJsonObject', () => {
  const errors = { invalidJson: { status: 1 }, notAnObject: { status: 2 } };
  const request = (body: string | Uint8Array, type = 'application/json'): SandboxRequest => ({
    method: 'POST',
    path: '/',
    query: {},
    headers: { 'content-type': type },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  });
  const statusOf = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      return error instanceof HttpError ? error.response.status : error;
    }
  };

  it('reads an object', () => {
    expect(readJsonObject(request('{"a":1}', 'text/plain'), errors)).toEqual({ a: 1 });
  });

  it.each([
    ['', 1],
    ['{', 1],
    [new Uint8Array([0x22, 0xff, 0x22]), 1],
    ['[]', 2],
    ['null', 2],
    ['"text"', 2],
  ])('rejects %j', (body, status) => {
    expect(statusOf(() => readJsonObject(request(body), errors))).toBe(status);
  });

  it('checks the content type when there is a response for it', () => {
    const strict = { ...errors, unsupportedType: { status: 3 } };
    expect(statusOf(() => readJsonObject(request('{}', 'text/plain'), strict))).toBe(3);
    expect(readJsonObject(request('{}', 'Application/JSON; charset=utf-8'), strict)).toEqual({});
  });
});
