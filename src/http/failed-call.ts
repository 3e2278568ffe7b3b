import { AppError, type FailureDetails } from '../errors.js';
import type { Effect } from './call.js';

/** A call that failed, with what its error message needs. */
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
  /** User input that the provider may quote. */
  readonly sensitiveTexts: readonly string[];
  readonly containsPersonalData: boolean;
  /** The format of a correct response, for messages. */
  readonly expectedFormat: string;
  readonly credentialSource: () => string;
  readonly redact: (text: string) => string;
  readonly attempts: number;
  readonly elapsedMs: number;
  /** Whether an attempt before the last one may have changed something. */
  readonly outcomeUnknown: boolean;
}

/** Host and port of an origin; a logical origin stays as it is. */
export const hostOf = (origin: string): string => (/^https?:/.test(origin) ? new URL(origin).host : origin);

/** `The base URL is https://… (config, profile default).` */
export const baseUrlHint = (call: FailedCall): string =>
  `The base URL is ${call.base ?? call.origin}${call.addressSource === undefined ? '' : ` (${call.addressSource})`}.`;

/** `, after 3 attempts`; an empty string after a single one. */
export const afterAttempts = (call: FailedCall): string =>
  call.attempts === 1 ? '' : `, after ${String(call.attempts)} attempts`;

/** Fields that the error of every failed call has. */
export const commonDetails = (call: FailedCall): Pick<FailureDetails, 'provider' | 'operation'> => ({
  provider: call.providerId,
  operation: call.operation,
});

/** An `unavailable` error: nothing changed, and the same command may succeed later. `what` has no period. */
export const unavailable = (
  call: FailedCall,
  what: string,
  details: Partial<FailureDetails> = {},
): AppError =>
  new AppError('unavailable', {
    message: `${what}. Nothing changed; it is safe to run this again.`,
    retryable: true,
    changed: 'no',
    ...commonDetails(call),
    ...details,
  });

/** A `refused` error: the provider rejected the call, and nothing changed. `what` has no period. */
export const refused = (call: FailedCall, what: string, details: Partial<FailureDetails> = {}): AppError =>
  new AppError('refused', {
    message: `${what}. Nothing changed.`,
    changed: 'no',
    ...commonDetails(call),
    ...details,
  });

/** A `partial` error: the request was sent, and whether it was carried out is unknown. `reason` has no period. */
export const unknownOutcome = (
  call: FailedCall,
  reason: string,
  details: Partial<FailureDetails> = {},
): AppError =>
  new AppError('partial', {
    message: `${call.providerName} may have carried out "${call.operation}": ${reason}.`,
    hint:
      call.effect === 'replace'
        ? 'You can run the same command again: it sends the complete state, so repeating it does no harm.'
        : 'It was not retried, because sending it twice could do harm. Check the current state before you run it again.',
    changed: 'unknown',
    ...commonDetails(call),
    ...details,
  });
