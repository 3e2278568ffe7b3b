import { assertTargetsWritable, targetsOf, writeTargets } from '../../rotation/targets.js';
import type { Runner } from '../operation.js';
import type { SecretCalls, tokenGetInputs } from '../secret-operations.js';
import { joinPaths, secretOutcome } from './outcome.js';
import { storeSecret } from './store.js';

/** Reads the secret, saves it in the store, and writes it to the files that were asked for. */
export const tokenGet = ({ readSecret }: SecretCalls): Runner<typeof tokenGetInputs, never> => ({
  run: async (session, values) => {
    const { dryRun, files } = session;
    const targets = targetsOf(values, files);
    await assertTargetsWritable(files, targets, { force: values.force, dryRun });
    const read = (): Promise<string> => readSecret(session.http, 'token get');
    const secret = dryRun ? await read() : await storeSecret(session, read);
    if (!dryRun) await writeTargets(files, targets, secret, values.force ? 'replace' : 'refuse');
    return secretOutcome(session, {
      secret,
      rotated: false,
      previous: session.secrets.previous(),
      reveal: values.reveal,
      headline: dryRun
        ? 'Dry run: the secret was read, nothing was stored'
        : `The secret is stored${joinPaths(' and written to ', targets)}`,
    });
  },
});
