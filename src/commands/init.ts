import { missingForCalls, notSetUpError, type Account } from '../accounts/account.js';
import { storeSettings } from '../accounts/login-store.js';
import { AppError, usageError } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import type { Operation, Provider } from '../providers/contract.js';
import { shellQuote } from '../text/shell-quote.js';
import { declareInputs, inputRows } from './operation/input-flags.js';
import { checkGroups, missingInputs } from '../providers/inputs/required-inputs.js';
import { readInputs, type Values } from '../providers/inputs/input-values.js';
import type { CommandNode } from './core/command-node.js';
import { missingError, type Context } from './core/context.js';
import { programName } from './core/help-page.js';
import type { AddCommands } from './core/local-command.js';
import { logIn, missingForLogin } from './login/login.js';
import {
  declareLoginOptions,
  loginExample,
  loginRows,
  readLoginOptions,
  type GivenLogin,
} from './login/options.js';
import { loginOutcome } from './login/login.js';
import { verifyCredential } from './login/verify-credential.js';
import { accountFor } from './session/open-session.js';
import { perProvider } from './per-provider.js';
import { runOperation } from './operation/run-operation.js';
import { exampleOptions, inputsOf, operationOf, stepsOf } from './setup-steps.js';
import { withSettings } from './operation/setting-inputs.js';

/** AppError `usage` naming all that is missing for the login and the operation together. */
const checkComplete = (context: Context, provider: Provider, missing: readonly string[]): void => {
  if (missing.length === 0) return;
  const example = [programName, 'init', provider.id, loginExample(provider), exampleOptions(provider)];
  throw missingError(context, {
    provider: provider.id,
    operation: 'init',
    missing,
    example: example.filter((part) => part !== '').join(' '),
  });
};

const keepsCredential = async (context: Context, account: Account): Promise<boolean> => {
  const source = (await account.credential())?.source ?? '';
  const prompter = await context.world.prompter();
  const chosen = await prompter.select({
    message: `Use the credential for ${account.address()?.origin ?? ''} from ${source}?`,
    choices: [
      { value: 'keep', label: 'Yes' },
      { value: 'login', label: 'Log in again' },
    ],
  });
  return chosen === 'keep';
};

/**
 * Whether nothing is missing for calls. A login that belongs to another address is none for this one: who sits
 * at a terminal is asked for a new one. AppError `conflict` where nobody can be asked.
 */
const isReady = async (context: Context, account: Account, given: GivenLogin): Promise<boolean> => {
  try {
    return (await missingForCalls(account)).length === 0;
  } catch (error) {
    if (!(error instanceof AppError) || error.failure !== 'conflict') throw error;
    if (context.canAsk) return false;
    const { baseUrl } = given.settings;
    throw baseUrl === undefined
      ? error
      : error.with({
          next: `${programName} auth login ${account.provider.id} --base-url ${shellQuote(baseUrl)}`,
        });
  }
};

/** What was typed for the operation. */
const typedFor = (operation: Operation | undefined, command: CommandNode): Values => {
  if (operation === undefined) return {};
  const typed = readInputs(operation.inputs, command.opts(), command.args);
  checkGroups(operation.inputs, operation.groups ?? [], typed);
  return typed;
};

const missingOf = (operation: Operation | undefined, values: Values): readonly string[] =>
  operation === undefined ? [] : missingInputs(operation.inputs, operation.groups ?? [], values);

/** Whether the set-up goes on with calls, which prove the credential by themselves. */
const provesItself = ({ setUp }: Provider): boolean => !('next' in setUp) && setUp.effect !== 'local';

/** The document of a login that was there before, proven where nothing else of the set-up does. */
const keptOutcome = async (
  context: Context,
  account: Account,
  { stored, verify }: { readonly stored: readonly string[]; readonly verify: boolean },
): Promise<Outcome> => {
  const { name } = account.provider;
  const [address, credential] = [account.address(), await account.credential()];
  if (address === undefined || credential === undefined)
    throw notSetUpError(account.provider, await missingForCalls(account));
  const asked = verify && !provesItself(account.provider);
  const found = asked ? await verifyCredential(context, account, address, credential) : undefined;
  const proven = typeof found === 'string' ? `: ${found}` : '';
  const headline = `${name} is set up, with the credential from ${credential.source}${proven}`;
  return loginOutcome(account, address, {
    credential: credential.value,
    stored,
    headline,
    verified: typeof found === 'string',
  });
};

/** The login that is there, or a new one. */
const loggedIn = async (
  context: Context,
  account: Account,
  given: GivenLogin,
  isSetUp: boolean,
): Promise<{ readonly isNew: boolean; readonly outcome: Outcome }> => {
  const { sandbox, dryRun } = context.options;
  const keeps = isSetUp && (!context.canAsk || sandbox || (await keepsCredential(context, account)));
  if (!keeps)
    return { isNew: true, outcome: await logIn(context, account.provider, { given, askAll: true }) };
  // With the credential in the environment, the settings are all there is to store.
  const settings = dryRun ? {} : given.settings;
  const stored = Object.keys(settings);
  // Proven first: what does not work is not stored.
  const outcome = await keptOutcome(context, account, { stored, verify: given.verify });
  await storeSettings(await context.stores(), account, settings);
  return { isNew: false, outcome };
};

const guide = async (context: Context, provider: Provider, command: CommandNode): Promise<void> => {
  const { setUp } = provider;
  const operation = operationOf(provider);
  const typed = typedFor(operation, command);
  const given = await readLoginOptions(context, provider, command.opts());
  const account = await accountFor(context, provider, given.settings);
  const values = operation === undefined ? typed : withSettings(operation.inputs, typed, account);
  const givesLogin =
    given.username !== undefined || given.password !== undefined || Object.keys(given.secrets).length > 0;
  const isSetUp = !givesLogin && (await isReady(context, account, given));
  if (!context.canAsk) {
    const login = isSetUp ? [] : missingForLogin(provider, account, given);
    checkComplete(context, provider, [...login, ...missingOf(operation, values)]);
  }
  const { isNew, outcome } = await loggedIn(context, account, given, isSetUp);
  // A dry run stores no credential, so there is none to go on with.
  if (isNew && context.options.dryRun) return context.console.deliver(outcome);
  if ('next' in setUp) return context.console.deliver({ ...outcome, next: setUp.next });
  if (isNew) await context.console.announce(outcome);
  await runOperation(context, { provider, operation: setUp, values, loggedIn: isNew });
};

/** `init [PROVIDER]`: the login, then what the provider's set-up goes on with, each question with its flag. */
export const addInitCommand: AddCommands = (branch, surroundings) => {
  const { context, providers } = surroundings;
  perProvider(branch, surroundings, {
    purpose: 'Set up a provider step by step: address, credential, webhook, secret.',
    usage: 'init',
    fill: (command, provider) => {
      const inputs = inputsOf(provider);
      command.page(() => ({
        purpose: `Set up ${provider.name} step by step. Every question has an option, so it also runs without a terminal.`,
        usage: `init ${provider.id} [options]`,
        sections: [
          { title: 'Credential', rows: loginRows(provider) },
          { title: 'Webhook', rows: inputRows(provider.id, inputs) },
        ],
        facts: stepsOf(provider),
        examples: [
          `init ${provider.id}`,
          `init ${provider.id} --sandbox`,
          `init ${provider.id} ${exampleOptions(provider) || loginExample(provider)}`,
        ],
      }));
      declareLoginOptions(command, provider);
      declareInputs(command, inputs);
      command.action(() => guide(context(), provider, command));
    },
    without: (command) => {
      command.action(async () => {
        const opened = context();
        if (!opened.canAsk) {
          throw usageError('Missing: PROVIDER. Nothing was sent.', {
            hint: `${opened.whyNotAsked} One of: ${providers.map(({ id }) => id).join(', ')}`,
            next: `${programName} init --help`,
            missing: ['PROVIDER'],
          });
        }
        const prompter = await opened.world.prompter();
        const id = await prompter.select({
          message: 'Which provider?',
          choices: providers.map((entry) => ({ value: entry.id, label: entry.name })),
        });
        await command.parseAsync([id], { from: 'user' });
      });
    },
  });
};
