import { missingForCalls } from '../accounts/account.js';
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
import type { Fill } from './local-commands.js';
import { logIn } from './login-flow.js';
import { declareLoginOptions, loginRows, readLoginOptions } from './login-options.js';
import { accountFor } from './open-session.js';
import { perProvider } from './per-provider.js';
import { performOperation } from './run-operation.js';

/** The operation that registers a webhook: the first way of the capability. */
const registrationOf = (provider: Provider): Operation => provider.capabilities.registration[0].operation;

/** True when what was given or is known already is enough to make calls. */
const isSetUp = async (context: Context, provider: Provider): Promise<boolean> =>
  (await missingForCalls(await accountFor(context, provider))).length === 0;

const setUp = async (context: Context, provider: Provider, command: Branch): Promise<void> => {
  const operation = registrationOf(provider);
  const options = command.opts();
  const values = readInputs(operation.inputs, options, command.args);
  checkGroups(operation.inputs, operation.groups ?? [], values);
  const given = await readLoginOptions(context, provider, options);
  const givesLogin =
    Object.keys(given.secrets).length > 0 ||
    Object.keys(given.settings).length > 0 ||
    given.username !== undefined;
  const logsIn = context.canAsk || givesLogin || !(await isSetUp(context, provider));
  if (!context.canAsk) {
    const missing = missingInputs(operation.inputs, operation.groups ?? [], values);
    if (missing.length > 0) {
      throw usageError(`Missing: ${missing.join(', and ')}. Nothing was sent.`, {
        hint: `There is no terminal to ask in. All options: webhook-admin init ${provider.id} --help`,
        provider: provider.id,
        operation: 'init',
        missing,
      });
    }
  }
  if (logsIn && !context.options.sandbox) {
    const outcome = await logIn(context, provider, { given, askAll: true });
    // With --json the document of init is that of the registration; one run, one document.
    if (!context.options.json || context.options.dryRun) await context.console.deliver(outcome);
    if (context.options.dryRun && !(await isSetUp(context, provider))) return;
  }
  await performOperation(context, provider, operation, values);
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
        ],
        examples: [`init ${provider.id}`, `init ${provider.id} --sandbox`],
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
            hint: `There is no terminal to ask in. Example: webhook-admin init ${providers[0]?.id ?? ''} --help`,
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
