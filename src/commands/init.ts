import { missingForCalls, type Account } from '../accounts/account.js';
import { storeSettings } from '../accounts/login-store.js';
import { usageError } from '../errors.js';
import type { Operation, Provider } from '../providers/contract.js';
import {
  checkGroups,
  declareInputs,
  inputRows,
  missingInputs,
  readInputs,
} from '../providers/input-flags.js';
import type { Branch } from './branch.js';
import type { Context } from './context.js';
import { exitLine, loginExits } from './exit-words.js';
import { programName } from './help-page.js';
import type { Fill } from './local-command.js';
import { logIn, missingForLogin } from './login-flow.js';
import { declareLoginOptions, loginExample, loginRows, readLoginOptions } from './login-options.js';
import { accountFor } from './open-session.js';
import { perProvider } from './per-provider.js';
import { performOperation } from './run-operation.js';

/** The operation that registers a webhook: the first way of the capability. */
const registrationOf = (provider: Provider): Operation => provider.capabilities.registration[0].operation;

/** The options of the registration, from its example. */
const webhookExample = ({ id, capabilities }: Provider): string => {
  const { words, examples } = capabilities.registration[0].operation;
  return examples[0].slice([id, ...words, ''].join(' ').length);
};

/** AppError `usage` naming all that is missing for the login and the registration together. */
const checkComplete = (provider: Provider, missing: readonly string[]): void => {
  if (missing.length === 0) return;
  throw usageError(`Missing: ${missing.join(', and ')}. Nothing was sent.`, {
    hint: `There is no terminal to ask in. Example: ${programName} init ${provider.id} ${loginExample(provider)} ${webhookExample(provider)}`,
    provider: provider.id,
    operation: 'init',
    missing,
  });
};

const keepsCredential = async (context: Context, account: Account): Promise<boolean> => {
  const source = (await account.credential())?.source ?? '';
  const prompter = await context.world.prompter();
  const chosen = await prompter.choose({
    message: `Use the credential for ${account.address()?.origin ?? ''} from ${source}?`,
    choices: [
      { value: 'keep', label: 'Yes' },
      { value: 'login', label: 'Log in again' },
    ],
  });
  return chosen === 'keep';
};

const setUp = async (context: Context, provider: Provider, command: Branch): Promise<void> => {
  const operation = registrationOf(provider);
  const { inputs, groups = [] } = operation;
  const options = command.opts();
  const values = readInputs(inputs, options, command.args);
  checkGroups(inputs, groups, values);
  const given = await readLoginOptions(context, provider, options);
  const account = await accountFor(context, provider, given.settings);
  const givesLogin = given.username !== undefined || Object.keys(given.secrets).length > 0;
  const isSetUp = !givesLogin && (await missingForCalls(account)).length === 0;
  if (!context.canAsk) {
    const login = isSetUp ? [] : missingForLogin(provider, account, given);
    checkComplete(provider, [...login, ...missingInputs(inputs, groups, values)]);
  }
  const keeps =
    isSetUp && (!context.canAsk || context.options.sandbox || (await keepsCredential(context, account)));
  // With the credential in the environment, the settings are all there is to store.
  if (keeps && !context.options.dryRun) await storeSettings(await context.stores(), account, given.settings);
  if (!keeps) {
    const outcome = await logIn(context, provider, { given, askAll: true });
    // A dry run stores no credential, so there is none to go on with.
    if (context.options.dryRun) return context.console.deliver(outcome);
    await context.console.announce(outcome);
  }
  await performOperation(context, provider, operation, values, !keeps);
};

/** `init [PROVIDER]`: the login, then the registration, each question with its flag. */
export const fillInit: Fill = (branch, surroundings) => {
  const { context, providers } = surroundings;
  perProvider(branch, surroundings, {
    purpose: 'Set a provider up, step by step: address, credential, webhook, secret.',
    usage: 'init',
    fill: (command, provider) => {
      const operation = registrationOf(provider);
      command.page(() => ({
        purpose: `Set ${provider.name} up, step by step. Every question has an option, so it also runs without a terminal.`,
        usage: `init ${provider.id} [options]`,
        sections: [
          { title: 'Credential', rows: loginRows(provider) },
          { title: 'Webhook', rows: inputRows(operation.inputs) },
        ],
        facts: [
          ['Sends', `a read that proves the credential; then ${operation.sends ?? 'the registration'}`],
          ['Stores', `address and credential; ${operation.stores ?? 'what was confirmed'}`],
          ['Exit', exitLine([...new Set([...loginExits, ...operation.exits])])],
        ],
        examples: [
          `init ${provider.id}`,
          `init ${provider.id} --sandbox`,
          `init ${provider.id} ${webhookExample(provider)}`,
        ],
      }));
      declareLoginOptions(command, provider);
      declareInputs(command, operation.inputs);
      command.action(() => setUp(context(), provider, command));
    },
    without: (command) => {
      command.action(async () => {
        const opened = context();
        if (!opened.canAsk) {
          throw usageError('Missing: PROVIDER. Nothing was sent.', {
            hint: `There is no terminal to ask in. One of: ${providers.map(({ id }) => id).join(', ')}`,
            next: `${programName} init --help`,
            missing: ['PROVIDER'],
          });
        }
        const prompter = await opened.world.prompter();
        const id = await prompter.choose({
          message: 'Which provider?',
          choices: providers.map((entry) => ({ value: entry.id, label: entry.name })),
        });
        await command.parseAsync([id], { from: 'user' });
      });
    },
  });
};
