import type { Outcome, Session, ValuesOf } from '../contract.js';
import { assertTargetsWritable, targetsOf, writeTargets } from '../../rotation/targets.js';
import type { tokenGetInputs } from './inputs.js';
import { storeSecret } from './store-secret.js';
import { tokenOutcome } from './token.js';
import { readToken } from './api.js';

/** Reads the secret, keeps it in the store, and puts it where it was asked for. */
export const run = async (session: Session, values: ValuesOf<typeof tokenGetInputs>): Promise<Outcome> => {
  const targets = targetsOf(values, session.files);
  await assertTargetsWritable(session.files, targets, { force: values.force, dryRun: session.dryRun });
  const secret = session.dryRun
    ? await readToken(session.http, 'token get')
    : await storeSecret(session, 'token get');
  if (!session.dryRun) {
    await writeTargets(session.files, targets, secret, values.force ? 'replace' : 'refuse');
  }
  const written = targets.map((target) => target.path).join(' and ');
  return tokenOutcome(
    {
      secret,
      rotated: false,
      previous: session.secrets.previous(),
      reveal: values.reveal,
      headline: session.dryRun
        ? 'Dry run: the secret was read, nothing was stored'
        : `The secret is stored${written === '' ? '' : ` and written to ${written}`}`,
    },
    session.clock.now(),
  );
};
