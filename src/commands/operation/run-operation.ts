import { missingForCalls, type Account } from '../../accounts/account.js';
import { AppError } from '../../errors.js';
import { isJsonObject } from '../../json/value.js';
import type { Outcome } from '../../output/outcome.js';
import type { Provider } from '../../providers/contract.js';
import type { Operation, Runner } from '../../providers/operation.js';
import type { Inputs } from '../../providers/inputs/inputs.js';
import type { Values } from '../../providers/inputs/input-values.js';
import { checkGroups, isGiven, missingInputs } from '../../providers/inputs/required-inputs.js';
import { notOffered } from '../../providers/not-offered.js';
import type { Session } from '../../providers/session.js';
import { missingError, once, type Context } from '../core/context.js';
import { programName } from '../core/help-page.js';
import { dryRunOutcome, DryRunStop } from '../session/dry-run.js';
import { accountFor, openSession, type OpenSession } from '../session/open-session.js';
import { askInputs } from './ask-inputs.js';
import type { OperationRunner } from './operation-command.js';
import { operationError } from './operation-error.js';
import { hasSettingFallback, fillFromSettings } from './setting-inputs.js';

type OpenAccount = () => Promise<Account>;

const makesCalls = (operation: Operation): boolean => operation.effect !== 'local';

const missingInputError = (
  context: Context,
  provider: Provider,
  operation: Operation,
  missing: readonly string[],
): AppError =>
  missingError(context, {
    provider: provider.id,
    operation: operation.commandPath.join(' '),
    missing,
    example: `${programName} ${operation.examples[0]}`,
  });

/** The typed values, filled from settings where an input has none. */
const completeFromSettings = async (
  { inputs, groups = [] }: Operation,
  typed: Values,
  openAccount: OpenAccount,
): Promise<Values> => {
  checkGroups(inputs, groups, typed);
  // Missing inputs are reported before anything is wrong with the stored account.
  return hasSettingFallback(inputs, typed) ? fillFromSettings(inputs, typed, await openAccount()) : typed;
};

/** Whether to log in first: only in a terminal, and not in a dry run, which stores nothing. */
const needsLogin = async (context: Context, operation: Operation, account: Account): Promise<boolean> =>
  makesCalls(operation) &&
  context.canAsk &&
  !context.options.dryRun &&
  (await missingForCalls(account)).length > 0;

const logInFirst = async (context: Context, provider: Provider): Promise<void> => {
  const { logIn } = await import('../login/login.js');
  await context.console.explain(`${provider.name} is not set up yet. Log in first.`);
  // On stderr: stdout is for the document of the operation.
  await context.console.announce(await logIn(context, provider, { options: undefined, askAll: false }));
};

/** The secret setting that the operation needs with these values, besides the credential. */
const neededSecret = ({ inputs, needsSecret }: Operation, values: Values): string | undefined =>
  needsSecret !== undefined && isGiven(inputs[needsSecret.where], values[needsSecret.where])
    ? needsSecret.setting
    : undefined;

const askMissing = async (
  context: Context,
  { inputs, groups = [] }: Operation,
  runner: Runner<Inputs, string>,
  session: Session<string>,
  known: Values,
): Promise<Values> => {
  const suggestions = (await runner.suggest?.(session, known)) ?? {};
  return askInputs(await context.world.prompter(), inputs, groups, known, suggestions);
};

/** Marks the document of a dry run that would send no request. */
const markDryRun = ({ options }: Context, outcome: Outcome): Outcome =>
  options.dryRun && isJsonObject(outcome.data)
    ? { ...outcome, data: { ...outcome.data, dryRun: true } }
    : outcome;

export interface OperationRun {
  readonly provider: Provider;
  readonly operation: Operation;
  readonly values: Values;
  /** Whether this run has stored a login. */
  readonly loggedIn?: boolean;
  readonly openAccount?: OpenAccount;
}

/**
 * Runs an operation. Missing inputs are reported first (exit 2), then missing settings (3); in a terminal both are
 * asked for. Then come the calls and the output.
 */
export const runOperation = async (context: Context, run: OperationRun): Promise<void> => {
  const { provider, operation } = run;
  const { inputs, groups = [] } = operation;
  const openAccount = run.openAccount ?? (() => accountFor(context, provider));
  let loggedIn = run.loggedIn === true;
  let opened: OpenSession | undefined;
  let outcome: Outcome | undefined;
  try {
    const known = await completeFromSettings(operation, run.values, openAccount);
    const missing = missingInputs(inputs, groups, known);
    if (missing.length > 0 && !context.canAsk) throw missingInputError(context, provider, operation, missing);

    let account = await openAccount();
    if (await needsLogin(context, operation, account)) {
      await logInFirst(context, provider);
      loggedIn = true;
      account = await accountFor(context, provider);
    }
    const secret = context.canAsk ? undefined : neededSecret(operation, known);
    opened = await openSession(context, account, { calls: makesCalls(operation), secret });
    const runner = await operation.load();
    const values =
      missing.length === 0 ? known : await askMissing(context, operation, runner, opened.session, known);
    const stillMissing = missingInputs(inputs, groups, values);
    if (stillMissing.length > 0) throw missingInputError(context, provider, operation, stillMissing);

    outcome = markDryRun(context, await runner.run(opened.session, values));
    context.lines.end();
    await context.console.deliver(outcome);
  } catch (error) {
    context.lines.end();
    if (error instanceof DryRunStop)
      return context.console.deliver(dryRunOutcome([error.request], operation.basis));
    await context.console.closeList();
    if (!(error instanceof AppError)) throw error;
    throw operationError(error, {
      provider,
      operation,
      commandLine: context.commandLine,
      changed: opened?.changed() === true,
      loggedIn,
      interrupted: error === context.world.interruption.signal.reason,
      nextStep: outcome?.next,
    });
  }
};

/** Runs the operations of one provider; the account is opened once, when it is first needed. */
export const operationRunner = (context: Context, provider: Provider): OperationRunner => {
  const openAccount = once(() => accountFor(context, provider));
  return {
    async checkOffered({ onlyWhen, commandPath }) {
      if (onlyWhen === undefined || (await openAccount()).value(onlyWhen.setting) === onlyWhen.is) return;
      throw notOffered(provider, commandPath.join(' '), onlyWhen.otherwise);
    },
    run: (operation, values) => runOperation(context, { provider, operation, values, openAccount }),
  };
};
