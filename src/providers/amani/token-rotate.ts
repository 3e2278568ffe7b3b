import { randomBytes } from 'node:crypto';
import type { Outcome, Session, ValuesOf } from '../contract.js';
import { rotate } from '../../rotation/rotate.js';
import { targetsOf } from '../../rotation/targets.js';
import type { tokenRotateInputs } from './inputs.js';
import { defaultGraceMs } from './store-secret.js';
import { rotationParts, tokenOutcome } from './token.js';

/** Makes a new secret and keeps it safe; what the protocol does is in `src/rotation`. */
export const run = async (session: Session, values: ValuesOf<typeof tokenRotateInputs>): Promise<Outcome> => {
  const targets = targetsOf(values, session.files);
  await session.confirm({
    lines: ['Amani makes a new secret. Whether the old one keeps working for a while is not documented.'],
    question: 'Rotate it?',
  });
  const { secret, previous } = await rotate(rotationParts(session, 'token rotate'), {
    graceMs: values.grace ?? defaultGraceMs,
    targets,
    force: values.force,
    salt: randomBytes(16).toString('hex'),
    dryRun: session.dryRun,
  });
  const written = targets.map((target) => target.path).join(' and ');
  return tokenOutcome(
    {
      secret,
      rotated: true,
      previous,
      reveal: values.reveal,
      headline: `Amani rotated the secret; it is stored${written === '' ? '' : ` and written to ${written}`}`,
      ...(written === '' && {
        next: 'give your receiver the new secret: webhook-admin amani token get --dotenv .env --dotenv-name AMANI_WEBHOOK_SECRET',
      }),
    },
    session.clock.now(),
  );
};
