import { describe, it } from 'vitest';
import { changers, expectSilenceAtOnce } from '../support/canary-answers.js';

// The answers that follow the first, and what only reads, are beside this.
describe('whatever the provider answers at once, no secret is anywhere', { timeout: 60_000 }, () => {
  it.each(changers)('%s', expectSilenceAtOnce);
});
