import { discard, recover } from '../../rotation/recover.js';
import type { Outcome } from '../contract.js';
import type { Runner } from '../operation.js';
import type { SecretApi, SecretCalls, tokenRecoverInputs } from '../secret-operations.js';
import { secretOutcome } from './outcome.js';
import { rotationDependencies } from './rotate.js';

/** Finishes an interrupted rotation with reads only, or deletes its record. */
export const tokenRecover = (
  api: SecretApi,
  calls: SecretCalls,
): Runner<typeof tokenRecoverInputs, never> => ({
  run: async (session, values) => {
    const dependencies = rotationDependencies(api, calls, session, 'token recover');
    const report = (headline: string, rotated = false): Outcome =>
      secretOutcome(session, {
        secret: session.secrets.stored()?.value,
        rotated,
        previous: session.secrets.previous(),
        reveal: false,
        headline,
      });
    const nothingOpen = 'No rotation is unfinished';
    // A killed run may have left files behind, but only in a folder that exists: one with a stored secret.
    const mayCleanUp = !session.dryRun && !values.discard && session.secrets.stored() !== undefined;
    // Checked without reading the record: one that cannot be read can still be discarded.
    if (!session.rotationJournal.isOpen() && !mayCleanUp) return report(nothingOpen);
    if (session.dryRun)
      return report('Dry run: an unfinished rotation would be finished by reading the secret');
    if (values.discard) {
      await session.confirm({
        lines: [
          `The record of the unfinished rotation is deleted. If ${api.name} rotated the secret, only "token get" shows the new one.`,
        ],
        question: 'Delete it?',
      });
      await discard(dependencies);
      return report('The record was deleted');
    }
    const result = await recover(dependencies);
    if (result === undefined) return report(nothingOpen);
    return report(
      result.rotated
        ? `${api.name} had rotated the secret; the new one is stored`
        : `${api.name} did not rotate the secret; the stored one is current`,
      result.rotated,
    );
  },
});
