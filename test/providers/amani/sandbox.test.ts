import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, matching } from '../../support/matchers.js';
import { service, bearer, json, url, names, account, secretIn } from './sandbox/account.js';

describe('authorization of the Amani sandbox', () => {
  it('responds 401 as Django does without a valid token', () => {
    expect(account().send('GET', '/api/v2/webhook/events', { headers: {} })).toMatchObject({
      status: 401,
      json: { detail: anyText },
      call: 'events.get',
    });
  });

  it.each(['Bearer wrong', 'Token x', `bearer ${service.credentials['token'] ?? ''}`, 'Bearer '])(
    'answers 401 to %s',
    (authorization) => {
      expect(account().send('PATCH', '/api/v2/webhook/token', { headers: { authorization } }).status).toBe(
        401,
      );
    },
  );

  it('has credentials that are clearly fake', () => {
    expect(service.credentials).toEqual({
      token: matching(/^sandbox-amani-user-token-.*fake/u),
    });
    expect(service.login?.password).toMatch(/sandbox.*fake/u);
  });
});

describe('GET /api/v2/webhook/events', () => {
  it('lists the ten names of the page in its order', () => {
    expect(account().send('GET', '/api/v2/webhook/events')).toEqual({
      status: 200,
      json: names,
      call: 'events.get',
    });
  });
});

describe('PUT /api/v2/webhook', () => {
  it('responds with id, URL, every event and the kind of security; other events are off', () => {
    const answer = account().put({ document_upload: true, zip_file_create: false });
    expect(answer).toMatchObject({ status: 200, call: 'webhook.put' });
    expect(answer.json).toEqual({
      id: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u),
      url,
      ...Object.fromEntries(names.map((name) => [name, name === 'document_upload'])),
      signature_enabled: true,
    });
  });

  it('keeps id and secret, and disables events that an update does not name', () => {
    const { put, token } = account();
    const first = put({ document_upload: true });
    const secret = token();
    const second = put({ profile_create: true, signature_enabled: false });
    expect(second.json).toMatchObject({
      id: (first.json as { id: string }).id,
      document_upload: false,
      profile_create: true,
      signature_enabled: false,
    });
    expect(token()).toEqual(secret);
  });

  it.each([
    ['a url that is missing', { url: undefined }, 'url'],
    ['a url that is no text', { url: 5 }, 'url'],
    ['a url of another scheme', { url: 'ftp://hooks.example.com' }, 'url'],
    ['a url with white space', { url: 'https://hooks.example.com/ a' }, 'url'],
    ['a kind of security that is missing', { signature_enabled: undefined }, 'signature_enabled'],
    ['a kind of security that is no boolean', { signature_enabled: 'true' }, 'signature_enabled'],
    ['an event that is no boolean', { document_upload: 1 }, 'document_upload'],
    ['an unknown field', { documentupload: true }, 'documentupload'],
    ['the id', { id: 'mine' }, 'id'],
  ])('responds 400 with the field to %s', (_, fields, field) => {
    const { put, state } = account();
    expect(put(fields)).toMatchObject({ status: 400, json: { [field]: [anyText] } });
    expect(state).toEqual({});
  });

  it('responds 415 to another media type, and 400 to anything but a JSON object', () => {
    const { send, sendJson } = account();
    const bytes = new TextEncoder().encode('{"url": ');
    const type = (contentType: string) => ({
      headers: { ...bearer, 'content-type': contentType },
      body: bytes,
    });
    expect(send('PUT', '/api/v2/webhook', type('application/x-www-form-urlencoded')).status).toBe(415);
    expect(send('PUT', '/api/v2/webhook', type('application/json; charset=utf-8')).status).toBe(400);
    expect(sendJson('PUT', '/api/v2/webhook', ['list']).status).toBe(400);
    expect(send('PUT', '/api/v2/webhook').json).toHaveProperty('url');
  });

  it('never throws, and registers only what the page allows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.json(), (bytes, text) => {
        for (const body of [bytes, new TextEncoder().encode(text)]) {
          const { send, state } = account();
          const answer = send('PUT', '/api/v2/webhook', { headers: { ...bearer, ...json }, body });
          expect(answer.status).toBe(400);
          expect(state).toEqual({});
        }
      }),
    );
  });
});

describe('/api/v2/webhook/token', () => {
  it.each(['GET', 'PATCH'])('responds 404 to %s while there is no webhook', (method) => {
    const { send, state } = account();
    expect(send(method, '/api/v2/webhook/token')).toMatchObject({
      status: 404,
      json: { detail: 'Not found.' },
    });
    expect(state).toEqual({});
  });

  it('returns the same secret until it is rotated', () => {
    const { put, token } = account();
    put();
    expect(secretIn(token())).toMatch(/^[A-Za-z0-9_-]{32,}$/u);
    expect(token()).toEqual(token());
  });

  it('creates a new secret even when random numbers repeat', () => {
    const { put, token } = account();
    put();
    const secrets = [secretIn(token()), ...Array.from({ length: 20 }, () => secretIn(token('PATCH')))];
    expect(new Set(secrets).size).toBe(21);
    expect(secretIn(token())).toBe(secrets.at(-1));
  });
});

describe('login and refresh', () => {
  const { username = '', password = '' } = service.login ?? {};
  const login = (body: unknown) => account().sendJson('POST', '/api/v2/user/login', body, {});
  const renew = (body: unknown) => account().sendJson('POST', '/api/v2/token/refresh/', body, {});

  it('logs in the public user with the documented response and a valid access token', () => {
    const answer = login({ username, password });
    expect(answer).toMatchObject({ status: 200, call: 'login.post' });
    expect(Object.keys(answer.json ?? {}).sort()).toEqual(
      [
        ...['access', 'company_id', 'first_name', 'groups', 'id', 'last_name', 'permissions', 'phone'],
        ...['refresh', 'username'],
      ].sort(),
    );
    const { access } = answer.json as { access: string };
    const headers = { authorization: `Bearer ${access}` };
    expect(account().send('GET', '/api/v2/webhook/events', { headers }).status).toBe(200);
  });

  it('responds 401 to another password, and 400 to a missing one', () => {
    expect(login({ username, password: 'other' }).status).toBe(401);
    expect(login({ username })).toMatchObject({ status: 400, json: { password: [anyText] } });
  });

  it('returns only an access token for the refresh token', () => {
    const { refresh, access } = login({ username, password }).json as { refresh: string; access: string };
    expect(renew({ refresh })).toEqual({ status: 200, json: { access }, call: 'refresh.post' });
    expect(renew({ refresh: 'other' }).status).toBe(401);
  });
});

describe('paths and methods', () => {
  it.each([
    ['POST', '/api/v2/token/refresh', '/api/v2/token/refresh/'],
    ['PUT', '/api/v2/webhook/', '/api/v2/webhook'],
    ['GET', '/api/v2/webhook/events/', '/api/v2/webhook/events'],
    ['PATCH', '/api/v2/webhook/token/', '/api/v2/webhook/token'],
  ])('redirects %s %s to the path with or without the slash', (method, path, location) => {
    expect(account().send(method, path)).toEqual({ status: 301, headers: { location }, call: 'none' });
  });

  it.each([
    ['GET', '/api/v2/webhook', 'PUT'],
    ['DELETE', '/api/v2/webhook/token', 'GET, PATCH'],
    ['GET', '/api/v2/user/login', 'POST'],
  ])('responds 405 to %s %s with the allowed methods', (method, path, allow) => {
    expect(account().send(method, path)).toMatchObject({ status: 405, headers: { allow } });
  });

  it.each(['/', '/api/v2/webhook//token', '/api/v2/webhooks', '/API/V2/webhook', '/api/v1/user/login/'])(
    'answers 404 as JSON to %s',
    (path) => {
      expect(account().send('GET', path)).toMatchObject({ status: 404, json: { detail: 'Not found.' } });
    },
  );

  it('uses only calls that it declares', () => {
    const { send } = account();
    const seen = ['/api/v2/webhook/events', '/api/v2/webhook', '/api/v2/webhook/token'].flatMap((path) =>
      ['GET', 'PUT', 'PATCH', 'POST', 'DELETE'].map((method) => send(method, path).call),
    );
    const declared = ['events.get', 'webhook.put', 'token.get', 'token.patch'];
    expect(new Set(seen)).toEqual(new Set([...declared, 'none']));
    expect(service.calls).toEqual(expect.arrayContaining(declared));
  });
});
