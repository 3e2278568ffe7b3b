import { exitCodes, type ExitName } from '../../errors.js';

/** A word or two for each way a run ends, for the Exit line of help. */
export const exitDescriptions: Readonly<Record<ExitName, string>> = {
  ok: 'done',
  bug: 'a bug of ours',
  usage: 'input',
  config: 'settings, files',
  auth: 'credential refused',
  unavailable: 'not reachable, run again',
  refused: 'refused',
  unsupported: 'no such API',
  pending: 'not finished yet',
  unverified: 'not genuine',
  changes: 'changes found',
  partial: 'done in part',
  conflict: 'conflict',
  hangup: 'terminal closed',
  interrupted: 'interrupted',
  'broken-pipe': 'reader gone',
  terminated: 'terminated',
};

/** `0 done · 2 input · …`, in the order of the numbers. */
export const formatExits = (names: readonly ExitName[]): string =>
  [...names]
    .sort((a, b) => exitCodes[a] - exitCodes[b])
    .map((name) => `${exitCodes[name]} ${exitDescriptions[name]}`)
    .join(' · ');

/** What each exit code promises, for `help exit-codes`. */
export const exitMeanings: Readonly<Record<ExitName, string>> = {
  ok: 'all that was asked happened, all output was delivered',
  bug: 'unexpected: our fault; the message says how to report it',
  usage: 'wrong or missing input, or nobody to confirm; nothing was sent',
  config: 'local settings, credential, file or disk; nothing was sent',
  auth: 'the provider refused the credential (401, 403)',
  unavailable: 'network, timeout, rate limit or 5xx: nothing changed, run again',
  refused: 'the provider said no, or answered something else than its contract',
  unsupported: 'the provider has no such API; the manual step is printed',
  pending: 'not finished when the wait ended',
  unverified: 'not genuine, or cannot be proven',
  changes: 'changes were found (a later version)',
  partial: 'something changed, or may have, and not all that was asked is done',
  conflict: 'lock held, unfinished rotation, credential of another address, 409',
  hangup: 'the terminal was closed',
  interrupted: 'Ctrl-C, or a question that was not answered with yes',
  'broken-pipe': 'the reader of the output went away',
  terminated: 'SIGTERM',
};
