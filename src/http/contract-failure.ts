import type { AppError } from '../errors.js';
import type { BodyFault } from './answer.js';
import { isMutation } from './call.js';
import { addressInUse, unknownOutcome, placeOf, refused, type FailedCall } from './failed-call.js';

/** Why an answer that claims success is not what the provider documents. */
export interface ContractViolation {
  readonly status: number;
  readonly fault: BodyFault | 'shape' | 'status';
  /** Where the shape is wrong, such as `events.0`. */
  readonly at?: string | undefined;
}

const breachWords = ({ fault, status, at }: ContractViolation, wanted: string): string => {
  switch (fault) {
    case 'html':
      return `HTML instead of ${wanted}`;
    case 'empty':
      return `an empty answer (${String(status)})`;
    case 'encoding':
      return 'bytes that are not UTF-8 text';
    case 'syntax':
      return 'text that is not JSON';
    case 'duplicate-key':
      return 'JSON that names a key twice';
    case 'depth':
      return 'JSON that is nested too deeply';
    case 'shape':
      return `JSON of another shape${at === undefined || at === '' ? '' : `, at ${at}`}`;
    case 'status':
      return `status ${String(status)}, which it does not document`;
  }
};

/** The failure of an answer that is not the contract: a read is refused, a change is in doubt. */
export const contractFailure = (call: FailedCall, breach: ContractViolation): AppError => {
  const words = breachWords(breach, call.wanted);
  const httpStatus = breach.status;
  if (isMutation(call.effect)) return unknownOutcome(call, `it answered ${words}`, { httpStatus });
  if (breach.fault !== 'html') return refused(call, `${call.providerName} answered ${words}`, { httpStatus });
  return refused(
    call,
    `Something answered at ${placeOf(call.origin)}, but not ${call.providerName}: ${words}`,
    {
      hint: `A login page or proxy may stand in between. ${addressInUse(call)}`,
      httpStatus,
    },
  );
};
