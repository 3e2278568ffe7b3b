import { accounts } from './accounts.mjs';
import { addresses } from './addresses.mjs';
import { calls } from './calls.mjs';
import { files } from './files.mjs';
import { output } from './output.mjs';
import { providers } from './providers.mjs';
import { results } from './results.mjs';

/** @type {readonly import('../plant.mjs').Mutant[]} */
export const mutants = [...calls, ...addresses, ...accounts, ...files, ...output, ...results, ...providers];
