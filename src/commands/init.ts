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
  type LoginOptions,
} from './login/options.js';
import { loginOutcome } from './login/login.js';
import { verifyCredential } from './login/verify-credential.js';
import { accountFor } from './session/open-session.js';
import { addProviderSubcommands } from './per-provider.js';
import { runOperation } from './operation/run-operation.js';
import { exampleOptions, setupInputs, setupOperation, setupFacts } from './setup-steps.js';
import { fillFromSettings } from './operation/setting-inputs.js';

/** Throws AppError `usage` that lists what is missing for the login and the operation. */
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

const confirmExistingCredential = async (context: Context, account: Account): Promise<boolean> => {
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
 * Whether nothing is missing for calls. False in a terminal if the stored login belongs to another address, so that
 * a new one is asked for. Throws AppError `conflict` for it without a terminal.
 */
const isReady = async (context: Context, account: Account, loginOptions: LoginOptions): Promise<boolean> => {
  try {
    return (await missingForCalls(account)).length === 0;
  } catch (error) {
    if (!(error instanceof AppError) || error.failure !== 'conflict') throw error;
    if (context.canAsk) return false;
    const { baseUrl } = loginOptions.settings;
    throw baseUrl === undefined
      ? error
      : error.with({
          next: `${programName} auth login ${account.provider.id} --base-url ${shellQuote(baseUrl)}`,
        });
  }
};

const readTypedInputs = (operation: Operation | undefined, command: CommandNode): Values => {
  if (operation === undefined) return {};
  const typed = readInputs(operation.inputs, command.opts(), command.args);
  checkGroups(operation.inputs, operation.groups ?? [], typed);
  return typed;
};

const missingOperationInputs = (operation: Operation | undefined, values: Values): readonly string[] =>
  operation === undefined ? [] : missingInputs(operation.inputs, operation.groups ?? [], values);

/** Whether the setup continues with calls, which check the credential anyway. */
const setupVerifiesCredential = ({ setUp }: Provider): boolean =>
  !('next' in setUp) && setUp.effect !== 'local';

/** The document of an existing login, which is checked unless the setup does so later. */
const existingLoginOutcome = async (
  context: Context,
  account: Account,
  { stored, verify }: { readonly stored: readonly string[]; readonly verify: boolean },
): Promise<Outcome> => {
  const { name } = account.provider;
  const [address, credential] = [account.address(), await account.credential()];
  if (address === undefined || credential === undefined)
    throw notSetUpError(account.provider, await missingForCalls(account));
  const checks = verify && !setupVerifiesCredential(account.provider);
  const found = checks ? await verifyCredential(context, account, address, credential) : undefined;
  const details = typeof found === 'string' ? `: ${found}` : '';
  const headline = `${name} is set up, with the credential from ${credential.source}${details}`;
  return loginOutcome(account, address, {
    credential: credential.value,
    stored,
    headline,
    verified: typeof found === 'string',
  });
};

/** Keeps the existing login or makes a new one. */
const ensureLogin = async (
  context: Context,
  account: Account,
  loginOptions: LoginOptions,
  isSetUp: boolean,
): Promise<{ readonly isNew: boolean; readonly outcome: Outcome }> => {
  const { sandbox, dryRun } = context.options;
  const keeps =
    isSetUp && (!context.canAsk || sandbox || (await confirmExistingCredential(context, account)));
  if (!keeps)
    return {
      isNew: true,
      outcome: await logIn(context, account.provider, { options: loginOptions, askAll: true }),
    };
  const settings = dryRun ? {} : loginOptions.settings;
  const stored = Object.keys(settings);
  // Checked first, so that settings that do not work are not stored.
  const outcome = await existingLoginOutcome(context, account, { stored, verify: loginOptions.verify });
  await storeSettings(await context.stores(), account, settings);
  return { isNew: false, outcome };
};

const runSetup = async (context: Context, provider: Provider, command: CommandNode): Promise<void> => {
  const { setUp } = provider;
  const operation = setupOperation(provider);
  const typed = readTypedInputs(operation, command);
  const loginOptions = await readLoginOptions(context, provider, command.opts());
  const account = await accountFor(context, provider, loginOptions.settings);
  const values = operation === undefined ? typed : fillFromSettings(operation.inputs, typed, account);
  const givesLogin =
    loginOptions.username !== undefined ||
    loginOptions.password !== undefined ||
    Object.keys(loginOptions.secrets).length > 0;
  const isSetUp = !givesLogin && (await isReady(context, account, loginOptions));
  if (!context.canAsk) {
    const login = isSetUp ? [] : missingForLogin(provider, account, loginOptions);
    checkComplete(context, provider, [...login, ...missingOperationInputs(operation, values)]);
  }
  const { isNew, outcome } = await ensureLogin(context, account, loginOptions, isSetUp);
  // A dry run stores no credential, so the operation could not run.
  if (isNew && context.options.dryRun) return context.console.deliver(outcome);
  if ('next' in setUp) return context.console.deliver({ ...outcome, next: setUp.next });
  if (isNew) await context.console.announce(outcome);
  await runOperation(context, { provider, operation: setUp, values, loggedIn: isNew });
};

/** `init [PROVIDER]`: logs in, then runs the setup operation of the provider. */
export const addInitCommand: AddCommands = (parent, dependencies) => {
  const { context, providers } = dependencies;
  addProviderSubcommands(parent, dependencies, {
    purpose: 'Set up a provider step by step: address, credential, webhook, secret.',
    usage: 'init',
    fill: (command, provider) => {
      const inputs = setupInputs(provider);
      command.setHelpPage(() => ({
        purpose: `Set up ${provider.name} step by step. Every question has an option, so it also runs without a terminal.`,
        usage: `init ${provider.id} [options]`,
        sections: [
          { title: 'Credential', rows: loginRows(provider) },
          { title: 'Webhook', rows: inputRows(provider.id, inputs) },
        ],
        facts: setupFacts(provider),
        examples: [
          `init ${provider.id}`,
          `init ${provider.id} --sandbox`,
          `init ${provider.id} ${exampleOptions(provider) || loginExample(provider)}`,
        ],
      }));
      declareLoginOptions(command, provider);
      declareInputs(command, inputs);
      command.action(() => runSetup(context(), provider, command));
    },
    setUpWithoutProvider: (command) => {
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
