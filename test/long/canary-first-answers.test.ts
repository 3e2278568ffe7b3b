import { describe, it } from 'vitest';
import {
  changers,
  expectSilence,
  quotedRuns,
  troubledRuns,
  unusedSecrets,
} from '../support/canary-answers.js';

// The answers that follow the first, and what only reads, are beside this.
describe('whatever the provider answers at once, no secret is anywhere', { timeout: 60_000 }, () => {
  it.each(changers)('%s', (command) => expectSilence(troubledRuns(command, [0])));

  // A command does not use all of the secrets that are stored, and prints none of them all the same.
  it.each(changers.flatMap((command) => unusedSecrets(command).map((name) => [command, name] as const)))(
    '%s, when the provider names the stored %s',
    (command, name) => expectSilence(quotedRuns(command, name, [0])),
  );
});
