import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import type { Call } from '../../src/http/call.js';
import type { TransportFailure, HttpResponse } from '../../src/world.js';
import { callOf, failureOf, fault, json, raw, scripted } from './scripted-http.js';

const effects = ['read', 'query', 'replace', 'once', 'login'] as const;
type Effect = (typeof effects)[number];

/** The failure of a call whose every attempt ends the same way. */
const ending = (
  effect: Effect,
  end: HttpResponse | TransportFailure,
  more: Partial<Call<unknown>> = {},
): Promise<AppError> => failureOf(scripted([end, end, end, end]).http.call(callOf(effect, more)));

const page = raw(200, '<!doctype html><title>Log in</title>', { 'content-type': 'text/html' });

describe('a read without a response', () => {
  it.each(['connect', 'timeout', 'reset', 'truncated'] as const)(
    'is unavailable after a %s fault, and may be repeated',
    async (name) => {
      const failure = await ending('read', fault(name, name !== 'connect'));
      expect(failure).toMatchObject({ failure: 'unavailable', changed: 'no' });
      expect(failure.details).toMatchObject({ provider: 'amani', operation: 'events', retryable: true });
      expect(failure.details.message).toMatch(
        /eu\.amani\.ai.*after 4 attempts\. Nothing changed; it is safe/,
      );
    },
  );

  it('reports the elapsed time and the number of attempts', async () => {
    const slow = scripted([
      () => {
        slow.pass(59_900);
        return fault('timeout');
      },
    ]);
    expect((await failureOf(slow.http.call(callOf('read')))).details.message).toBe(
      'eu.amani.ai did not respond within 60 s. Nothing changed; it is safe to run this again.',
    );
  });

  it('names the proxy that refused, and what to do about a certificate', async () => {
    expect((await ending('read', fault('proxy', false))).details.message).toBe(
      'Scripted proxy. Nothing changed; it is safe to run this again.',
    );
    const tls = await ending('once', fault('tls', false));
    expect(tls).toMatchObject({ failure: 'unavailable', changed: 'no', details: { retryable: false } });
    expect(tls.details.hint).toContain('--ca-file');
  });

  it.each(['too-large', 'protocol'] as const)('is refused after a %s fault', async (name) => {
    expect(await ending('read', fault(name))).toMatchObject({ failure: 'refused', changed: 'no' });
  });
});

describe('a change', () => {
  it.each(['timeout', 'reset', 'truncated', 'too-large', 'protocol', 'tls'] as const)(
    'has an unknown outcome after a %s fault once bytes were sent',
    async (name) => {
      const failure = await ending('once', fault(name));
      expect(failure).toMatchObject({ failure: 'partial', changed: 'unknown' });
      expect(failure.details.message).toBe(`Amani may have carried out "token rotate": scripted ${name}.`);
    },
  );

  it.each(['connect', 'timeout', 'proxy', 'tls'] as const)(
    'is unavailable after a %s fault before any byte left',
    async (name) => {
      expect(await ending('once', fault(name, false))).toMatchObject({
        failure: 'unavailable',
        changed: 'no',
      });
    },
  );

  it.each([500, 501, 502, 503, 504])('has an unknown outcome after status %d', async (status) => {
    const failure = await ending('replace', json(status, {}));
    expect(failure).toMatchObject({
      failure: 'partial',
      changed: 'unknown',
      details: { httpStatus: status },
    });
  });
});

describe('a status', () => {
  it.each([408, 425, 429, 500, 501, 503])('%d makes a read unavailable', async (status) => {
    const failure = await ending('read', json(status, {}));
    expect(failure).toMatchObject({
      failure: 'unavailable',
      changed: 'no',
      details: { httpStatus: status, retryable: true },
    });
  });

  it('429 says how long the provider asks to wait, where it says so in seconds', async () => {
    const hintOf = async (after: string): Promise<string | undefined> =>
      (
        await failureOf(
          scripted([json(429, {}, { 'retry-after': after })], { maxRetries: 0 }).http.call(callOf('read')),
        )
      ).details.hint;
    expect(await hintOf('3600')).toBe('It asks you to wait 3600 s before the next call.');
    expect(await hintOf('soon')).toBeUndefined();
  });

  it('429 on a change says that nothing changed', async () => {
    expect(await ending('once', json(429, {}))).toMatchObject({ failure: 'unavailable', changed: 'no' });
  });

  it('401 names the source of the credential and the login', async () => {
    const failure = await ending('once', json(401, { detail: 'expired' }));
    expect(failure).toMatchObject({ failure: 'auth', changed: 'no', exitCode: 4 });
    expect(failure.details.message).toBe(
      'Amani rejected the credential (401), from WEBHOOK_ADMIN_AMANI_TOKEN. Nothing changed.',
    );
    expect(failure.details.next).toBe('webhook-admin auth login amani');
  });

  it('401 on an anonymous login names no stored credential', async () => {
    expect((await ending('login', json(401, {}))).details.message).toBe(
      'Amani rejected the user name or password (401). Nothing changed.',
    );
  });

  it.each([401, 403])('%d says what that usually means at this provider, where it knows', async (status) => {
    const authFailureHint = 'Keys belong to one environment.';
    const hintOf = async (effect: Effect, more: { readonly authFailureHint?: string }) => {
      const { http } = scripted([json(status, {})], more);
      return (await failureOf(http.call(callOf(effect)))).details.hint;
    };
    expect(await hintOf('read', { authFailureHint })).toBe(authFailureHint);
    expect(await hintOf('once', { authFailureHint })).toBe(authFailureHint);
    expect(await hintOf('login', { authFailureHint })).toBeUndefined();
    expect(await hintOf('query', {})).toBe(
      status === 401 ? 'It may have expired, or belong to another account or environment.' : undefined,
    );
    const web = scripted([{ ...page, status }], { authFailureHint: 'Keys belong to one environment.' });
    expect((await failureOf(web.http.call(callOf('read')))).details.hint).toContain(
      'The response is a web page',
    );
  });

  it.each([409, 412, 423])('%d is a conflict', async (status) => {
    expect(await ending('replace', json(status, {}))).toMatchObject({ failure: 'conflict', changed: 'no' });
  });

  it('404 is refused, with a word about the address when a web page says it', async () => {
    expect((await ending('read', json(404, {}))).details.hint).toBeUndefined();
    const failure = await ending('read', { ...page, status: 404 });
    expect(failure.failure).toBe('refused');
    expect(failure.details.hint).toContain('https://eu.amani.ai');
  });

  it.each([
    ['detail', { detail: 'No such journey.' }, 'No such journey'],
    ['message', { message: 'Bad\n country' }, 'Bad country'],
    [
      'messages per field',
      { url: ['Enter a valid URL.'], events: ['Required.'] },
      'url: Enter a valid URL.; events: Required',
    ],
  ])('400 shows the error message of the provider from %s', async (_, body, words) => {
    expect((await ending('replace', json(400, body))).details.message).toBe(
      `Amani refused "create" (400): ${words}. Nothing changed.`,
    );
  });

  it.each([400, 404, 409])('%d does not repeat what the user wants concealed', async (status) => {
    const answer = json(status, { detail: 'JANE  DOE (jane@doe.example) is known, see canary-token' });
    const conceal = ['jane', 'Jane Doe', 'Jane@Doe.example', 'is'];
    expect((await ending('once', answer, { sensitiveTexts: conceal })).details.message).toContain(
      `(${String(status)}): … (…) is known, see [hidden]. Nothing changed.`,
    );
  });

  it.each([400, 404, 409])(
    '%d of a call with personal data is reported by its status only',
    async (status) => {
      const { http } = scripted([json(status, { detail: 'Jane Doe may not be looked at' })]);
      const failure = await failureOf(http.call({ ...callOf('read'), containsPersonalData: true }));
      expect(failure.details.message).toContain(`(${String(status)}). Nothing changed.`);
      expect(JSON.stringify(failure.details)).not.toContain('Jane');
    },
  );

  it('400 takes nothing out before secrets are, which would show the rest of one', async () => {
    const answer = json(400, { detail: 'no canary-token' });
    const failure = await ending('once', answer, { sensitiveTexts: ['canary'] });
    expect(failure.details.message).toContain('(400): no [hidden].');
  });

  it('400 conceals before it cuts', async () => {
    const answer = json(400, { detail: `${'a '.repeat(147)}Jane Doe was here` });
    expect((await ending('once', answer, { sensitiveTexts: ['Jane Doe'] })).details.message).not.toMatch(
      /jan/i,
    );
  });

  it('400 repeats no page, no plain text, no secret and no more than 300 characters', async () => {
    const silent = 'Amani refused "events" (400). Nothing changed.';
    expect((await ending('read', { ...page, status: 400 })).details.message).toBe(silent);
    expect((await ending('read', raw(400, 'secret words'))).details.message).toBe(silent);
    const long = await ending(
      'read',
      json(400, { detail: `${'a'.repeat(288)}canary-token${'b'.repeat(500)}` }),
    );
    expect(long.details.message).not.toContain('canary');
    expect(long.details.message.length).toBeLessThan(360);
  });
});

describe('a redirect', () => {
  it('is refused, names the origin of its target only, and leaves a change unknown', async () => {
    const location = 'https://me:pass@evil.example:8443/steal?token=canary';
    const read = await ending('read', raw(302, '', { location }));
    expect(read).toMatchObject({ failure: 'refused', changed: 'no', details: { httpStatus: 302 } });
    expect(read.details.message).toBe(
      'Amani redirects to https://evil.example:8443 (302): redirect refused. Nothing changed.',
    );
    const change = await ending('once', raw(307, '', { location }));
    expect(change).toMatchObject({ failure: 'refused', changed: 'unknown' });
    expect(change.details.message).not.toContain('Nothing changed');
  });

  it.each([
    ['/login', 'another path on the same host'],
    ['file:///etc/passwd', 'a file: address'],
    ['http://eu.amani.ai/x', 'http://eu.amani.ai'],
    ['http://[', 'an invalid address'],
  ])('to %s is told as %s', async (location, words) => {
    expect((await ending('read', raw(302, '', { location }))).details.message).toContain(
      `redirects to ${words} (302)`,
    );
  });
});

describe('a success that is not the contract', () => {
  const wrongShape = {
    parse: () => {
      throw Object.assign(new Error('quotes canary'), {
        issues: [{ path: ['events', 0], message: 'canary' }],
      });
    },
  };
  const breaches: readonly (readonly [string, HttpResponse, Partial<Call<unknown>>, string])[] = [
    ['a web page', page, {}, 'HTML instead of JSON'],
    ['plain text', raw(200, 'canary'), {}, 'text that is not JSON'],
    ['nothing', raw(200, ''), wrongShape, 'an empty body (200)'],
    [
      'another shape',
      json(200, { token: 'canary' }),
      wrongShape,
      'JSON with an unexpected shape, at events.0',
    ],
    ['status 202', json(202, {}), {}, 'status 202, which it does not document'],
    ['status 204', raw(204, ''), {}, 'status 204, which it does not document'],
  ];

  it.each(breaches)('refuses a read answered with %s, and quotes nothing', async (_, answer, more, words) => {
    const { http, requests } = scripted([answer]);
    const failure = await failureOf(http.call(callOf('read', more)));
    expect(failure).toMatchObject({ failure: 'refused', changed: 'no' });
    expect(failure.details.message).toContain(`${words}. Nothing changed.`);
    expect(JSON.stringify([failure.details, String(failure.cause)])).not.toContain('canary');
    expect(requests).toHaveLength(1);
  });

  it.each(breaches)('leaves a change answered with %s in doubt', async (_, answer, more, words) => {
    const failure = await ending('once', answer, more);
    expect(failure).toMatchObject({ failure: 'partial', changed: 'unknown' });
    expect(failure.details.message).toContain(`it responded with ${words}.`);
  });

  it('lets a parser of a read end with its own failure, and never that of a change', async () => {
    const own = {
      parse: () => {
        throw new AppError('pending', { message: 'Not yet.' });
      },
    };
    expect((await ending('read', json(200, {}), own)).failure).toBe('pending');
    expect((await ending('once', json(200, {}), own)).failure).toBe('partial');
  });
});

describe('any end of a call', () => {
  it('is an AppError that claims nothing about a change whose bytes left, and leaks no credential', async () => {
    const names = [
      'connect',
      'tls',
      'proxy',
      'timeout',
      'reset',
      'truncated',
      'too-large',
      'protocol',
    ] as const;
    const ends = fc.oneof(
      fc.record({
        status: fc.integer({ min: 201, max: 599 }),
        body: fc.constantFrom('', '{}', '<html>', '{"detail":"canary-token"}'),
      }),
      fc.record({ fault: fc.constantFrom(...names), sent: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...effects), ends, async (effect, end) => {
        const failure = await ending(
          effect,
          'fault' in end ? fault(end.fault, end.sent) : raw(end.status, end.body),
        );
        expect(JSON.stringify(failure.details)).not.toContain('canary-token');
        const change = effect === 'replace' || effect === 'once';
        const doubt = change && ('fault' in end ? end.sent : end.status < 400 || end.status >= 500);
        expect(failure.changed).toBe(doubt ? 'unknown' : 'no');
        if (failure.failure === 'unavailable') expect(failure.changed).toBe('no');
      }),
    );
  });
});
