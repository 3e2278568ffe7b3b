import type { AppError } from '../errors.js';
import type { TransportFailure, HttpResponse } from '../world.js';
import { contractFailure, type ContractViolation } from './contract-failure.js';
import { unknownOutcome, type FailedCall } from './failed-call.js';
import { faultFailure } from './fault-failure.js';
import { statusFailure } from './status-failure.js';

/** How the last attempt of a call ended. */
export type Ending =
  | { readonly kind: 'fault'; readonly failure: TransportFailure }
  | { readonly kind: 'status'; readonly answer: HttpResponse }
  | { readonly kind: 'breach'; readonly breach: ContractViolation };

const failureOfLast = (call: FailedCall, ending: Ending): AppError => {
  switch (ending.kind) {
    case 'fault':
      return faultFailure(call, ending.failure);
    case 'status':
      return statusFailure(call, ending.answer);
    case 'breach':
      return contractFailure(call, ending.breach);
  }
};

/**
 * The AppError of a call that ended without an accepted answer. It says `partial` and
 * `unknown` as soon as any attempt may have changed something.
 */
export const failureOf = (call: FailedCall, ending: Ending): AppError => {
  const last = failureOfLast(call, ending);
  if (!call.outcomeUnknown || last.failure === 'partial') return last;
  return unknownOutcome(call, 'an attempt broke before its answer, and the next one failed', {
    httpStatus: last.details.httpStatus,
    cause: last,
  });
};

/** The failure of a change that was interrupted after it may have left: no longer a plain interruption. */
export const interruptedChange = (call: FailedCall, cause: unknown): AppError =>
  unknownOutcome(call, 'the run was interrupted before the answer', { cause });
