import { optionName } from '../providers/names.js';
import type { Operation, Provider } from '../providers/contract.js';
import type { Inputs } from '../providers/inputs/inputs.js';
import { formatExits } from './core/exit-descriptions.js';
import type { HelpRow } from './core/help-page.js';
import { loginExits, loginRows, describeLoginRequests } from './login/options.js';

/** The operation that goes on after the login; undefined where a command is named instead. */
export const setupOperation = ({ setUp }: Provider): Operation | undefined =>
  'next' in setUp ? undefined : setUp;

/** The options of that operation, from its example. */
export const exampleOptions = (provider: Provider): string => {
  const operation = setupOperation(provider);
  if (operation === undefined) return '';
  const start = [provider.id, ...operation.commandPath, ''].join(' ');
  return operation.examples[0].slice(start.length);
};

/** Its inputs, but for those that an option of the login stands for already. */
export const setupInputs = (provider: Provider): Inputs => {
  const options = new Set(loginRows(provider).map(([typed]) => typed.split(' ')[0]));
  const all = Object.entries(setupOperation(provider)?.inputs ?? {});
  return Object.fromEntries(all.filter(([name]) => !options.has(optionName(name))));
};

/** What `init` does after the login, for help. */
export const setupFacts = (provider: Provider): readonly HelpRow[] => {
  const operation = setupOperation(provider);
  const after = operation?.requests === undefined ? [] : [operation.requests];
  const kept = operation?.stores === undefined ? [] : [operation.stores];
  const exits = [...new Set([...loginExits(provider), ...(operation?.exits ?? [])])];
  return [
    ['Requests', [describeLoginRequests(provider), ...after].join('; then ')],
    ['Stores', ['address and credential', ...kept].join('; ')],
    ['Exits', formatExits(exits)],
  ];
};
