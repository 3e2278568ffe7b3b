import { exitCodes, type ExitName } from '../../errors.js';

/** Short descriptions for the Exits line of help. */
export const exitDescriptions: Readonly<Record<ExitName, string>> = {
  ok: 'done',
  bug: 'a bug in webhook-admin',
  usage: 'usage',
  config: 'configuration',
  auth: 'credential rejected',
  unavailable: 'unreachable, run again',
  refused: 'refused',
  unsupported: 'not supported',
  pending: 'not finished yet',
  unverified: 'not genuine',
  changes: 'changes found',
  partial: 'partly done',
  conflict: 'conflict',
  hangup: 'terminal closed',
  interrupted: 'interrupted',
  'broken-pipe': 'output closed',
  terminated: 'terminated',
};

/** `0 done · 2 usage · …`, sorted by code. */
export const formatExits = (names: readonly ExitName[]): string =>
  [...names]
    .sort((a, b) => exitCodes[a] - exitCodes[b])
    .map((name) => `${exitCodes[name]} ${exitDescriptions[name]}`)
    .join(' · ');

/** Full descriptions for `help exit-codes`. */
export const exitMeanings: Readonly<Record<ExitName, string>> = {
  ok: 'everything was done and all output was delivered',
  bug: 'a bug in webhook-admin; the message says how to report it',
  usage: 'wrong or missing input, or no confirmation; nothing was sent',
  config: 'a problem with settings, credentials, files or the disk; nothing was sent',
  auth: 'the provider rejected the credential (401, 403)',
  unavailable: 'network error, timeout, rate limit or 5xx; nothing changed, run again',
  refused: 'the provider refused the request, or its response does not match its contract',
  unsupported: 'the provider has no API for this; the manual step is printed',
  pending: 'not finished when the wait ended',
  unverified: 'the delivery is not genuine, or cannot be verified',
  changes: 'changes were found (a later version)',
  partial: 'something changed, or may have changed, but not everything was done',
  conflict: 'a lock is held, a rotation is unfinished, the credential is for another address, or 409',
  hangup: 'the terminal was closed',
  interrupted: 'Ctrl-C, or a confirmation that was declined',
  'broken-pipe': 'the reader of the output closed it',
  terminated: 'SIGTERM',
};
