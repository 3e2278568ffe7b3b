import { describe, it } from 'vitest';
import {
  callers,
  casesOf,
  expectGoodRuns,
  expectSilence,
  laterCalls,
  quotedRuns,
  readers,
  troubledRuns,
  unusedSecrets,
  words,
} from '../support/canary-answers.js';

// The first case of each command under two flags, and more: `test/e2e/canary*`.

describe('when all goes well, no secret and no person is anywhere unasked', () => {
  it.each(words.filter((command) => casesOf(command).length > 0))('%s', (command) =>
    expectGoodRuns(command, casesOf(command)),
  );
});

describe('whatever the provider answers at once, no secret is anywhere', () => {
  it.each(readers)('%s', (command) =>
    expectSilence([
      ...troubledRuns(command, [0]),
      ...unusedSecrets(command).flatMap((name) => quotedRuns(command, name, [0])),
    ]),
  );
});

describe('whatever the provider answers later on, no secret is anywhere', () => {
  it.each(callers.filter((command) => laterCalls(command).length > 0))('%s', (command) =>
    expectSilence([
      ...troubledRuns(command, laterCalls(command)),
      ...unusedSecrets(command).flatMap((name) => quotedRuns(command, name, laterCalls(command))),
    ]),
  );
});
