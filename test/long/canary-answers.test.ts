import { describe, it } from 'vitest';
import { callers, expectSilence, logsIn, quotedRuns, troubledRuns } from '../support/canary-answers.js';

/** The first answer is in `test/e2e/canary.test.ts`. */
const later = [1, 2];

describe('whatever the provider answers later on, no secret is anywhere', () => {
  it.each(callers)('%s', (command) => expectSilence(troubledRuns(command, later)));

  it.each([
    ...callers.filter(logsIn).map((command) => [command, 'oldSecret'] as const),
    ...callers.map((command) => [command, 'previousSecret'] as const),
  ])('%s, when the provider names the stored %s', (command, name) =>
    expectSilence(quotedRuns(command, name, later)),
  );
});
