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
  const known = { secret: session.secrets.stored()?.value, rotated: false, reveal: false };
  const nothingOpen = 'No rotation is unfinished';
  // Looking for the remains of a killed run needs the folder, which may not be there without a stored secret.
  const mayTidy = !session.dryRun && !values.discard && known.secret !== undefined;
  if (session.rotation.journal() === undefined && !mayTidy) {
    return tokenOutcome(
      { ...known, previous: session.secrets.previous(), headline: nothingOpen },
      session.clock.now(),
    );
  }
  if (session.dryRun) {
    return tokenOutcome(
      {
        ...known,
        previous: session.secrets.previous(),
        headline: 'Dry run: an unfinished rotation would be settled by reading the secret',
      },
      session.clock.now(),
    );
  }
  if (values.discard) {
    await session.confirm({
      lines: [
        'The record of the unfinished rotation is dropped. If Amani rotated, only "token get" shows the new secret.',
      ],
      question: 'Drop it?',
    });
    await discard(parts);
    return tokenOutcome(
      {
        ...known,
        previous: session.secrets.previous(),
        headline: 'The record was dropped',
      },
      session.clock.now(),
    );
  }
  const result = await recover(parts);
  if (result === undefined) {
    return tokenOutcome(
      { ...known, previous: session.secrets.previous(), headline: nothingOpen },
      session.clock.now(),
    );
  }
  return tokenOutcome(
    {
      ...result,
      reveal: false,
      headline: result.rotated
        ? 'Amani had rotated the secret; the new one is stored'
        : 'Amani did not rotate the secret; the stored one is what it serves',
    },
    session.clock.now(),
  );
};
