import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import {
  faultKinds,
  faultBehavior,
  createFaultPlan,
  parseFault,
  type FaultKind,
} from '../../src/sandbox/faults.js';
import { anyNumber, matching } from '../support/matchers.js';

const calls = { amani: ['token.get', 'token.patch'], other: ['list'] };
const genuine = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"token": "x"}' };

const usageErrorOf = (text: string): AppError => {
  try {
    parseFault(text, calls);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('The fault was accepted.');
};

describe('parseFault', () => {
  it('parses a call with its fault', () => {
    expect(parseFault('amani.token.patch=lost-answer', calls)).toEqual({
      provider: 'amani',
      call: 'token.patch',
      kind: 'lost-answer',
      times: undefined,
    });
    expect(parseFault('other.list=503*12', calls)).toMatchObject({ call: 'list', kind: '503', times: 12 });
  });

  it.each(faultKinds)('accepts the kind %s', (kind) => {
    expect(parseFault(`other.list=${kind}`, calls).kind).toBe(kind);
  });

  it.each([
    ['amany.token.patch=reset', /Did you mean amani/u],
    ['amani.token.pach=reset', /^Unknown call in --fault\. Did you mean token\.patch\?$/u],
    ['amani.token.patch=lostanswer', /Did you mean lost-answer/u],
    ['amani.token.patch=418', /^Unknown fault in --fault\. Use PROVIDER\.CALL=KIND\[\*N\]\.$/u],
    ['constructor.name=reset', /^Unknown provider in --fault/u],
    ['other.list=toString', /^Unknown fault in --fault/u],
  ])('rejects %s, with the closest known name', (text, message) => {
    expect(usageErrorOf(text)).toMatchObject({ failure: 'usage', message: matching(message) });
  });

  it.each([
    '',
    'amani',
    'amani.token.patch',
    'amani.token.patch=',
    '=reset',
    'other.list=reset*',
    'other.list=reset*0',
  ])('rejects %j and shows the format', (text) => {
    expect(usageErrorOf(text).message).toBe('Unknown call in --fault. Use PROVIDER.CALL=KIND[*N].');
  });

  it('returns a fault or throws a usage error for any input', () => {
    const piece = fc.constantFrom('amani', '.', 'token.patch', '=', 'reset', '*', '2', '__proto__', ' ', 'é');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            expect(parseFault(text, calls).provider).toMatch(/^(?:amani|other)$/u);
          } catch (error) {
            expect(error).toMatchObject({ failure: 'usage' });
          }
        },
      ),
    );
  });
});

describe('createFaultPlan', () => {
  const plan = (...texts: readonly string[]) => createFaultPlan(texts.map((text) => parseFault(text, calls)));

  it('applies to its own call only, every time', () => {
    const faultFor = plan('amani.token.get=500');
    expect([faultFor('amani', 'token.patch'), faultFor('other', 'token.get')]).toEqual([
      undefined,
      undefined,
    ]);
    expect([1, 2, 3].map(() => faultFor('amani', 'token.get'))).toEqual(['500', '500', '500']);
  });

  it('ends after its count, and the next fault of the call applies', () => {
    const faultFor = plan('amani.token.get=500*2', 'amani.token.get=reset*1');
    expect([1, 2, 3, 4].map(() => faultFor('amani', 'token.get'))).toEqual([
      '500',
      '500',
      'reset',
      undefined,
    ]);
  });

  it('counts for each plan separately', () => {
    const fault = [parseFault('other.list=html*1', calls)];
    expect([createFaultPlan(fault)('other', 'list'), createFaultPlan(fault)('other', 'list')]).toEqual([
      'html',
      'html',
    ]);
  });
});

describe('faultBehavior', () => {
  const outcome = (kind: FaultKind) => ({
    executed: faultBehavior(kind).executed,
    ...faultBehavior(kind).respond(genuine),
  });

  it('breaks the connection after the call was executed, or before', () => {
    expect(outcome('lost-answer')).toMatchObject({ executed: true, fault: 'none' });
    expect(outcome('reset')).toMatchObject({ executed: false, fault: 'none' });
  });

  it.each(['401', '403', '404', '409', '429', '500', '503'] as const)(
    'responds %s instead of executing the call',
    (kind) => {
      const { executed, status, body } = outcome(kind);
      expect({ executed, status }).toEqual({ executed: false, status: Number(kind) });
      expect(JSON.parse(String(body))).toHaveProperty('detail');
    },
  );

  it('has Retry-After with 429', () => {
    expect(outcome('429').headers).toMatchObject({ 'retry-after': '1' });
  });

  it('responds as a login page or a proxy would, and executes nothing', () => {
    expect(outcome('html')).toMatchObject({
      executed: false,
      status: 200,
      body: matching(/^<!doctype/u),
    });
    expect(outcome('redirect')).toMatchObject({
      executed: false,
      status: 302,
      headers: { location: '/sign-in' },
    });
  });

  it('truncates, delays or replaces the response of an executed call', () => {
    expect(outcome('truncated')).toEqual({ executed: true, ...genuine, fault: 'half' });
    expect(outcome('slow')).toMatchObject({ executed: true, ...genuine, delayMs: anyNumber });
    expect(outcome('wrong-shape')).toMatchObject({
      executed: true,
      status: 200,
      body: '{"unexpected": true}',
    });
  });
});
