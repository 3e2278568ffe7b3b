import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { faultKinds, faultOf, faultPlan, parseFault, type FaultKind } from '../../src/sandbox/faults.js';
import { anyNumber, matching } from '../support/matchers.js';

const calls = { amani: ['token.get', 'token.patch'], other: ['list'] };
const genuine = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"token": "x"}' };

const refusal = (text: string): AppError => {
  try {
    parseFault(text, calls);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('It was not refused as it should be.');
};

describe('parseFault', () => {
  it('reads a call with what is to happen to it', () => {
    expect(parseFault('amani.token.patch=lost-answer', calls)).toEqual({
      provider: 'amani',
      call: 'token.patch',
      kind: 'lost-answer',
      times: undefined,
    });
    expect(parseFault('other.list=503*12', calls)).toMatchObject({ call: 'list', kind: '503', times: 12 });
  });

  it.each(faultKinds)('knows %s', (kind) => {
    expect(parseFault(`other.list=${kind}`, calls).kind).toBe(kind);
  });

  it.each([
    ['amany.token.patch=reset', /Did you mean amani/u],
    ['amani.token.pach=reset', /Did you mean token\.patch/u],
    ['amani.token.patch=lostanswer', /Did you mean lost-answer/u],
    ['amani.token.patch=418', /no such fault/u],
    ['constructor.name=reset', /no such provider/u],
    ['other.list=toString', /no such fault/u],
  ])('refuses %s and names what was meant where it can', (text, words) => {
    expect(refusal(text)).toMatchObject({ failure: 'usage', message: matching(words) });
  });

  it.each([
    '',
    'amani',
    'amani.token.patch',
    'amani.token.patch=',
    '=reset',
    'other.list=reset*',
    'other.list=reset*0',
  ])('refuses %j and shows the form', (text) => {
    expect(refusal(text).details.hint).toMatch(/PROVIDER\.CALL=KIND/u);
  });

  it('ends in a fault or in a usage error, whatever is typed', () => {
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

describe('faultPlan', () => {
  const plan = (...texts: readonly string[]) => faultPlan(texts.map((text) => parseFault(text, calls)));

  it('meets its own call only, every time', () => {
    const faultFor = plan('amani.token.get=500');
    expect([faultFor('amani', 'token.patch'), faultFor('other', 'token.get')]).toEqual([
      undefined,
      undefined,
    ]);
    expect([1, 2, 3].map(() => faultFor('amani', 'token.get'))).toEqual(['500', '500', '500']);
  });

  it('is used up after its count, and the next one for the call takes over', () => {
    const faultFor = plan('amani.token.get=500*2', 'amani.token.get=reset*1');
    expect([1, 2, 3, 4].map(() => faultFor('amani', 'token.get'))).toEqual([
      '500',
      '500',
      'reset',
      undefined,
    ]);
  });

  it('counts for one plan only', () => {
    const fault = [parseFault('other.list=html*1', calls)];
    expect([faultPlan(fault)('other', 'list'), faultPlan(fault)('other', 'list')]).toEqual(['html', 'html']);
  });
});

describe('faultOf', () => {
  const outcome = (kind: FaultKind) => ({
    executed: faultOf(kind).executed,
    ...faultOf(kind).answer(genuine),
  });

  it('breaks the connection after the call was carried out, or before', () => {
    expect(outcome('lost-answer')).toMatchObject({ executed: true, fault: 'none' });
    expect(outcome('reset')).toMatchObject({ executed: false, fault: 'none' });
  });

  it.each(['401', '403', '404', '409', '429', '500', '503'] as const)(
    'answers %s in place of the call',
    (kind) => {
      const { executed, status, body } = outcome(kind);
      expect({ executed, status }).toEqual({ executed: false, status: Number(kind) });
      expect(JSON.parse(String(body))).toHaveProperty('detail');
    },
  );

  it('says when to come back where too much was asked', () => {
    expect(outcome('429').headers).toMatchObject({ 'retry-after': '1' });
  });

  it('answers as a login page or a proxy would, and carries nothing out', () => {
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

  it('cuts, delays or replaces the answer of a call that was carried out', () => {
    expect(outcome('truncated')).toEqual({ executed: true, ...genuine, fault: 'half' });
    expect(outcome('slow')).toMatchObject({ executed: true, ...genuine, delayMs: anyNumber });
    expect(outcome('wrong-shape')).toMatchObject({
      executed: true,
      status: 200,
      body: '{"unexpected": true}',
    });
  });
});
