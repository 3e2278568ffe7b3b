import type { Outcome, Session, ValuesOf } from '../contract.js';
import { discard, recover } from '../../rotation/recover.js';
import type { tokenRecoverInputs } from './inputs.js';
import { rotationParts, tokenOutcome } from './token.js';

/** Settles an interrupted rotation, by reading only; or drops its record. */
export const run = async (
  session: Session,
  values: ValuesOf<typeof tokenRecoverInputs>,
): Promise<Outcome> => {
  const parts = rotationParts(session, 'token recover');
  const report = (headline: string, rotated = false): Outcome =>
    tokenOutcome(
      {
        secret: session.secrets.stored()?.value,
        rotated,
        previous: session.secrets.previous(),
        reveal: false,
        headline,
      },
      session.clock.now(),
    );
  const nothingOpen = 'No rotation is unfinished';
  // Looking for the remains of a killed run needs the folder, which may not be there without a stored secret.
  const mayTidy = !session.dryRun && !values.discard && session.secrets.stored() !== undefined;
  // Asked without reading it: a record that cannot be read can still be dropped.
  if (!session.rotation.isOpen() && !mayTidy) return report(nothingOpen);
  if (session.dryRun) return report('Dry run: an unfinished rotation would be settled by reading the secret');
  if (values.discard) {
    await session.confirm({
      lines: [
        'The record of the unfinished rotation is dropped. If Amani rotated, only "token get" shows the new secret.',
      ],
      question: 'Drop it?',
    });
    await discard(parts);
    return report('The record was dropped');
  }
  const result = await recover(parts);
  if (result === undefined) return report(nothingOpen);
  return report(
    result.rotated
      ? 'Amani had rotated the secret; the new one is stored'
      : 'Amani did not rotate the secret; the stored one is what it serves',
    result.rotated,
  );
};
