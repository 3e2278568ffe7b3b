import { AppError, type FailureDetails } from '../errors.js';
import type { Effect } from './call.js';

/** A call that ended without an accepted answer, as far as its failure has to tell. */
export interface FailedCall {
  readonly providerName: string;
  readonly providerId: string;
  readonly origin: string;
  readonly base?: string;
  readonly addressSource?: string;
  readonly url: string;
  readonly operation: string;
  readonly effect: Effect;
  readonly anonymous: boolean;
  readonly notFound: Pick<FailureDetails, 'hint' | 'next'> | undefined;
  readonly authFailureHint?: string;
  /** Texts of the user that the provider may quote. */
  readonly sensitiveTexts: readonly string[];
  readonly containsPersonalData: boolean;
  /** What a right answer would be, for people. */
  readonly wanted: string;
  readonly credentialSource: () => string;
  readonly redact: (text: string) => string;
  readonly attempts: number;
  readonly elapsedMs: number;
  /** An attempt before the last one may have changed something. */
  readonly outcomeUnknown: boolean;
}

/** Host and port of an origin, or a logical origin as it is. */
export const placeOf = (origin: string): string => (/^https?:/.test(origin) ? new URL(origin).host : origin);

/** `The address in use: https://… (config, profile default)`. */
export const addressInUse = (call: FailedCall): string =>
  `The address in use: ${call.base ?? call.origin}${call.addressSource === undefined ? '' : ` (${call.addressSource})`}.`;

/** `, after 3 attempts`, or nothing after a single one. */
export const afterAttempts = (call: FailedCall): string =>
  call.attempts === 1 ? '' : `, after ${String(call.attempts)} attempts`;

/** The fields of a JSON error that every failed call has. */
export const identify = (call: FailedCall): Pick<FailureDetails, 'provider' | 'operation'> => ({
  provider: call.providerId,
  operation: call.operation,
});

/** `unavailable`: nothing changed, and the same command may be run again. `what` has no full stop. */
export const unavailable = (
  call: FailedCall,
  what: string,
  details: Partial<FailureDetails> = {},
): AppError =>
  new AppError('unavailable', {
    message: `${what}. Nothing changed; it is safe to run this again.`,
    retryable: true,
    changed: 'no',
    ...identify(call),
    ...details,
  });

/** `refused`: the provider said no. Nothing changed. `what` has no full stop. */
export const refused = (call: FailedCall, what: string, details: Partial<FailureDetails> = {}): AppError =>
  new AppError('refused', {
    message: `${what}. Nothing changed.`,
    changed: 'no',
    ...identify(call),
    ...details,
  });

/** `partial`: the request left, and nobody knows whether it was carried out. `what` follows a colon. */
export const unknownOutcome = (
  call: FailedCall,
  what: string,
  details: Partial<FailureDetails> = {},
): AppError =>
  new AppError('partial', {
    message: `${call.providerName} may have carried out "${call.operation}": ${what}.`,
    hint:
      call.effect === 'replace'
        ? 'The same command may be run again: it sends the whole state, so a second time does no harm.'
        : 'It was not repeated, because a second time could do harm. Look at what is there before running it again.',
    changed: 'unknown',
    ...identify(call),
    ...details,
  });
