import { describe, expect, it } from 'vitest';
import { operationError, type RunFacts } from '../../../src/commands/operation/operation-error.js';
import { AppError, type Failure, type FailureDetails } from '../../../src/errors.js';
import type { Effect } from '../../../src/providers/operation.js';

const facts = (effect: Effect, more: Partial<RunFacts> = {}): RunFacts => ({
  provider: { id: 'acme', name: 'Acme' },
  operation: { commandPath: ['hook', 'create'], effect },
  commandLine: 'webhook-admin acme hook create --yes',
  changed: false,
  loggedIn: false,
  interrupted: false,
  nextStep: undefined,
  ...more,
});

const failed = (failure: Failure, details: Partial<FailureDetails> = {}): AppError =>
  new AppError(failure, { message: 'It failed.', ...details });

describe('operationError', () => {
  it('adds provider and operation, and keeps those that the error has', () => {
    expect(operationError(failed('refused'), facts('change')).details).toMatchObject({
      message: 'It failed.',
      provider: 'acme',
      operation: 'hook create',
    });
    const details = { provider: 'other', operation: 'auth login' };
    expect(operationError(failed('auth', details), facts('change')).details).toMatchObject(details);
  });

  it('says that nothing changed when a signal ends the run before any change', () => {
    const error = operationError(failed('interrupted'), facts('change', { interrupted: true }));
    expect({ failure: error.failure, message: error.message, next: error.details.next }).toEqual({
      failure: 'interrupted',
      message: 'It failed. Nothing changed.',
      next: undefined,
    });
  });

  it.each([
    ['interrupted', 'partial'],
    ['terminated', 'partial'],
    ['hangup', 'partial'],
    ['config', 'partial'],
    ['broken-pipe', 'partial'],
    ['refused', 'refused'],
    ['unavailable', 'unavailable'],
    ['conflict', 'conflict'],
    ['partial', 'partial'],
  ] as const)('turns %s into %s after a change was sent', (failure, expected) => {
    const error = operationError(failed(failure), facts('change', { changed: true }));
    expect(error.failure).toBe(expected);
    expect(error.changed).toBe(failure !== expected ? 'unknown' : 'no');
  });

  it.each([
    ['read', 'partial', { changed: false }, 'webhook-admin acme hook create --yes'],
    ['read', 'pending', { changed: false }, 'webhook-admin acme hook create --yes'],
    ['read', 'unavailable', { changed: false }, undefined],
    ['change', 'partial', { changed: false }, undefined],
    ['change', 'partial', { changed: true }, 'webhook-admin acme hook create --yes'],
    ['change', 'refused', { changed: true }, undefined],
    ['rotate', 'partial', { changed: true }, 'webhook-admin acme token get'],
    ['invite', 'partial', { changed: true }, undefined],
    [
      'change',
      'config',
      { changed: true, nextStep: 'Next: webhook-admin acme show' },
      'webhook-admin acme show',
    ],
    [
      'rotate',
      'config',
      { changed: true, nextStep: 'webhook-admin acme show' },
      'webhook-admin acme token get',
    ],
  ] as const)('after %s that ends with %s and %j, next is %s', (effect, failure, more, next) => {
    expect(operationError(failed(failure), facts(effect, more)).details.next).toBe(next);
  });

  it('keeps the next command of the error', () => {
    const error = failed('partial', { next: 'webhook-admin acme token recover' });
    expect(operationError(error, facts('rotate', { changed: true })).details.next).toBe(
      'webhook-admin acme token recover',
    );
  });

  it.each([
    [
      'interrupted',
      'Cancelled. The login is stored; nothing changed at Acme.',
      'webhook-admin acme hook create',
    ],
    ['refused', 'It failed.', undefined],
  ] as const)(
    'says after a login that the login is stored when the run ends with %s',
    (failure, message, next) => {
      const { details } = operationError(failed(failure), facts('change', { loggedIn: true }));
      expect({ message: details.message, next: details.next }).toEqual({ message, next });
    },
  );
});
