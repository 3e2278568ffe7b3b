import { AppError, type Failure } from '../../errors.js';
import type { Operation, Provider } from '../../providers/contract.js';
import { programName } from '../core/help-page.js';

export interface RunFacts {
  readonly provider: Pick<Provider, 'id' | 'name'>;
  readonly operation: Pick<Operation, 'commandPath' | 'effect'>;
  /** The command as it was typed. */
  readonly commandLine: string;
  /** A call that changes something was started. */
  readonly changed: boolean;
  /** This run stored a login before the operation started. */
  readonly loggedIn: boolean;
  /** Whether the error comes from a signal. */
  readonly interrupted: boolean;
  /** The next step, if the operation succeeded and only its output failed. */
  readonly nextStep: string | undefined;
}

/** Failures after which it is unknown whether an earlier change took effect. */
const endsRun: readonly Failure[] = ['interrupted', 'terminated', 'hangup', 'config', 'broken-pipe'];

const partialAfterChange = (error: AppError): AppError =>
  endsRun.includes(error.failure)
    ? new AppError('partial', {
        ...error.details,
        message: `${error.details.message} What was sent before that may have taken effect.`,
        changed: 'unknown',
      })
    : error;

const cancelledAfterLogin = (error: AppError, { provider, operation }: RunFacts): AppError =>
  error.failure === 'interrupted' && error.changed === 'no'
    ? error.with({
        message: `Cancelled. The login is stored; nothing changed at ${provider.name}.`,
        next: `${programName} ${provider.id} ${operation.commandPath.join(' ')}`,
      })
    : error;

/** The command at the end of a sentence about the next step. */
const commandIn = (nextStep: string): string =>
  nextStep.slice(Math.max(0, nextStep.indexOf(`${programName} `)));

/**
 * The command to run next: the same command for a read and for a change, which sends the whole state; `token get`
 * after a rotation; the next step of the operation if it succeeded.
 */
const nextCommand = (
  { failure }: AppError,
  { provider, operation, commandLine, changed, nextStep }: RunFacts,
): string | undefined => {
  const { effect } = operation;
  if (changed && effect !== 'rotate' && nextStep !== undefined) return commandIn(nextStep);
  if (effect === 'read') return failure === 'partial' || failure === 'pending' ? commandLine : undefined;
  if (!changed || failure !== 'partial') return undefined;
  if (effect === 'change') return commandLine;
  return effect === 'rotate' ? `${programName} ${provider.id} token get` : undefined;
};

/** Adds to an error what changed, the next command, the provider and the operation. */
export const operationError = (error: AppError, facts: RunFacts): AppError => {
  const identity = {
    provider: error.details.provider ?? facts.provider.id,
    operation: error.details.operation ?? facts.operation.commandPath.join(' '),
  };
  if (facts.interrupted && !facts.changed)
    return error.with({ ...identity, message: `${error.message} Nothing changed.` });
  const changed = facts.changed ? partialAfterChange(error) : error;
  const ended = !facts.changed && facts.loggedIn ? cancelledAfterLogin(error, facts) : changed;
  return ended.with({ ...identity, next: ended.details.next ?? nextCommand(ended, facts) });
};
