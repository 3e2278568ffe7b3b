import { missingForCalls } from '../../accounts/account.js';
import { AppError, usageError, type Failure } from '../../errors.js';
import { isJsonObject } from '../../json/value.js';
import type { Outcome } from '../../output/outcome.js';
import type { Operation, Provider } from '../../providers/contract.js';
import { checkGroups, isGiven, missingInputs } from '../../providers/inputs/required-inputs.js';
import type { Values } from '../../providers/inputs/input-values.js';
import { notOffered } from '../../providers/not-offered.js';
import { askInputs } from './ask-inputs.js';
import type { Context } from '../core/context.js';
import { dryRunOutcome, DryRunStop } from '../session/dry-run.js';
import { programName } from '../core/help-page.js';
import { formatMissing } from '../core/format-missing.js';
import { accountFor, openSession, type OpenSession } from '../session/open-session.js';
import { hasSettingFallback, withSettings } from './setting-inputs.js';

const makesCalls = (operation: Operation): boolean => operation.effect !== 'local';

const missingError = (
  { whyNotAsked }: Context,
  provider: Provider,
  operation: Operation,
  missing: readonly string[],
): AppError =>
  usageError(`${formatMissing(missing)} Nothing was sent.`, {
    hint: `${whyNotAsked === '' ? '' : `${whyNotAsked} `}Example: ${programName} ${operation.examples[0]}`,
    provider: provider.id,
    operation: operation.commandPath.join(' '),
    missing,
  });

/** Whatever ends a run after a change was sent is at best a part of what was asked. */
const afterChange = (error: unknown): unknown => {
  if (!(error instanceof AppError)) return error;
  const endings: readonly Failure[] = ['interrupted', 'terminated', 'hangup', 'config', 'broken-pipe'];
  if (!endings.includes(error.failure)) return error;
  return new AppError('partial', {
    ...error.details,
    message: `${error.details.message} What was sent before that may have taken effect.`,
    changed: 'unknown',
  });
};

/** The command of an outcome's next step, without the words before it. */
const commandIn = (next: string): string => next.slice(Math.max(0, next.indexOf(`${programName} `)));

/**
 * What only reads goes on where it stopped when it is run again. A change that sends the whole state is
 * finished by sending it again, a rotation by reading what is kept. Where the operation itself is done and
 * only its output is not, what follows it is next.
 */
const withNext = (
  context: Context,
  provider: Provider,
  operation: Operation,
  error: unknown,
  { changed, outcome }: { readonly changed: boolean; readonly outcome: Outcome | undefined },
): unknown => {
  if (!(error instanceof AppError) || error.details.next !== undefined) return error;
  const { failure } = error;
  if (changed && operation.effect !== 'rotate' && outcome?.next !== undefined)
    return error.with({ next: commandIn(outcome.next) });
  if (operation.effect === 'read') {
    return failure === 'partial' || failure === 'pending' ? error.with({ next: context.commandLine }) : error;
  }
  if (!changed || failure !== 'partial') return error;
  if (operation.effect === 'change') return error.with({ next: context.commandLine });
  return operation.effect === 'rotate'
    ? error.with({ next: `${programName} ${provider.id} token get` })
    : error;
};

/** Scripts branch on whose failure it is, also where the failing part does not know. */
const identified = (error: unknown, provider: Provider, operation: Operation): unknown =>
  error instanceof AppError
    ? error.with({
        provider: error.details.provider ?? provider.id,
        operation: error.details.operation ?? operation.commandPath.join(' '),
      })
    : error;

/** AppError `unsupported` for an operation that a setting has to switch on. */
const checkOffered = async (context: Context, provider: Provider, operation: Operation): Promise<void> => {
  const { onlyWhen, commandPath: words } = operation;
  if (onlyWhen === undefined) return;
  const account = await accountFor(context, provider);
  if (account.value(onlyWhen.setting) === onlyWhen.is) return;
  throw notOffered(provider, words.join(' '), onlyWhen.otherwise);
};

/** What was typed, and what the settings say where nothing was. */
const completed = async (
  context: Context,
  provider: Provider,
  { inputs, groups = [] }: Operation,
  typed: Values,
): Promise<Values> => {
  checkGroups(inputs, groups, typed);
  // Without such an input no store is opened before what is missing was named.
  if (!hasSettingFallback(inputs, typed)) return typed;
  return withSettings(inputs, typed, await accountFor(context, provider));
};

/** A dry run that had nothing to send tells in its document too that nothing was done. */
const markDryRun = ({ options }: Context, outcome: Outcome): Outcome =>
  options.dryRun && isJsonObject(outcome.data)
    ? { ...outcome, data: { ...outcome.data, dryRun: true } }
    : outcome;

interface Prepared {
  readonly opened: OpenSession;
  readonly run: () => Promise<Outcome>;
}

/** Asks for the login that is missing, in a terminal; true when one was stored. */
const logInWhereNeeded = async (
  context: Context,
  provider: Provider,
  operation: Operation,
): Promise<boolean> => {
  // A dry run stores nothing, so a login would be for nothing: it ends with what is missing.
  if (!makesCalls(operation) || !context.canAsk || context.options.dryRun) return false;
  if ((await missingForCalls(await accountFor(context, provider))).length === 0) return false;
  const { logIn } = await import('../login/login-flow.js');
  await context.console.explain(`${provider.name} is not set up yet, so its login comes first.`);
  // Standard output belongs to the operation: `$(…)` must not get the login's document too.
  await context.console.announce(await logIn(context, provider, { given: undefined, askAll: false }));
  return true;
};

/** Whoever stops at a question after the login hears that the login stays. */
const afterLogin = (error: unknown, provider: Provider, operation: Operation): unknown =>
  error instanceof AppError && error.failure === 'interrupted' && error.changed === 'no'
    ? error.with({
        message: `Cancelled. The login is stored; nothing was changed at ${provider.name}.`,
        next: `${programName} ${provider.id} ${operation.commandPath.join(' ')}`,
      })
    : error;

const secretNeeded = ({ inputs, needsSecret }: Operation, values: Values): string | undefined =>
  needsSecret !== undefined && isGiven(inputs[needsSecret.where], values[needsSecret.where])
    ? needsSecret.setting
    : undefined;

const prepare = async (
  context: Context,
  provider: Provider,
  operation: Operation,
  known: Values,
  missing: readonly string[],
): Promise<Prepared> => {
  const { inputs, groups = [] } = operation;
  const account = await accountFor(context, provider);
  const secret = context.canAsk ? undefined : secretNeeded(operation, known);
  const opened = await openSession(context, account, { calls: makesCalls(operation), secret });
  const runner = await operation.load();
  let values = known;
  if (missing.length > 0) {
    const suggestions = (await runner.suggest?.(opened.session, known)) ?? {};
    values = await askInputs(await context.world.prompter(), inputs, groups, known, suggestions);
    const still = missingInputs(inputs, groups, values);
    if (still.length > 0) throw missingError(context, provider, operation, still);
  }
  return { opened, run: () => runner.run(opened.session, values) };
};

/**
 * The one way an operation runs: missing inputs first (2), then missing settings
 * (3) or, in a terminal, the questions for both; then the calls, then the output.
 */
export const runOperation = async (
  context: Context,
  provider: Provider,
  operation: Operation,
  typed: () => Values,
  loggedInBefore = false,
): Promise<void> => {
  const { inputs, groups = [] } = operation;
  let loggedIn = loggedInBefore;
  let opened: OpenSession | undefined;
  let outcome: Outcome | undefined;
  try {
    await checkOffered(context, provider, operation);
    const known = await completed(context, provider, operation, typed());
    const missing = missingInputs(inputs, groups, known);
    if (missing.length > 0 && !context.canAsk) throw missingError(context, provider, operation, missing);
    loggedIn = (await logInWhereNeeded(context, provider, operation)) || loggedIn;
    const prepared = await prepare(context, provider, operation, known, missing);
    opened = prepared.opened;
    outcome = markDryRun(context, await prepared.run());
    context.lines.end();
    await context.console.deliver(outcome);
  } catch (error) {
    context.lines.end();
    if (error instanceof DryRunStop)
      return context.console.deliver(dryRunOutcome([error.request], operation.basis));
    await context.console.closeList();
    const changed = opened?.changed() === true;
    if (error === context.world.interruption.signal.reason && error instanceof AppError && !changed) {
      throw identified(error.with({ message: `${error.message} Nothing changed.` }), provider, operation);
    }
    const told = loggedIn ? afterLogin(error, provider, operation) : error;
    const ended = changed ? afterChange(error) : told;
    throw identified(
      withNext(context, provider, operation, ended, { changed, outcome }),
      provider,
      operation,
    );
  }
};
