import { describe, it } from 'vitest';
import {
  callers,
  casesOf,
  expectGoodRuns,
  expectSilenceAtOnce,
  expectSilenceLater,
  readers,
  words,
} from '../support/canary-answers.js';

// The first case of each command under two flags, and more: `test/e2e/canary*`.

describe('when all goes well, no secret and no person is anywhere unasked', () => {
  it.each(words.filter((command) => casesOf(command).length > 0))('%s', (command) =>
    expectGoodRuns(command, casesOf(command)),
  );
});

describe('whatever the provider answers at once, no secret is anywhere', () => {
  it.each(readers)('%s', expectSilenceAtOnce);
});

describe('whatever the provider answers later on, no secret is anywhere', () => {
  it.each(callers)('%s', expectSilenceLater);
});
