import { randomBytes } from 'node:crypto';
import { rotate, type RotationDependencies } from '../../rotation/rotate.js';
import { targetsOf } from '../../rotation/targets.js';
import type { Runner } from '../operation.js';
import type { SecretApi, SecretCalls, tokenRotateInputs } from '../secret-operations.js';
import type { Session } from '../session.js';
import { joinPaths, secretOutcome } from './outcome.js';
import { defaultGraceMs } from './store.js';

/** What `src/rotation` needs to rotate the secret of a provider, or to recover a rotation. */
export const rotationDependencies = (
  { id, name }: Pick<SecretApi, 'id' | 'name'>,
  { readSecret, changeSecret }: SecretCalls,
  session: Session,
  operation: string,
): RotationDependencies => ({
  providerName: name,
  origin: session.origin,
  calls: {
    read: () => readSecret(session.http, operation),
    change: () => changeSecret(session.http, operation),
  },
  journal: session.rotationJournal,
  lock: session.rotationLock,
  assertStoreWritable: session.assertStoreWritable,
  secrets: session.secrets,
  files: session.files,
  clock: session.clock,
  signal: session.signal,
  registerSecret: session.registerSecret,
  warn: session.warn,
  recoverCommand: `webhook-admin ${id} token recover`,
});

/** Makes a new secret and stores it; `src/rotation` keeps it from being lost. */
export const tokenRotate = (api: SecretApi, calls: SecretCalls): Runner<typeof tokenRotateInputs, never> => ({
  run: async (session, values) => {
    const targets = targetsOf(values, session.files);
    await session.confirm({
      lines: [`${api.name} makes a new secret. ${api.oldSecret}`],
      question: 'Rotate it?',
    });
    const { secret, previous } = await rotate(rotationDependencies(api, calls, session, 'token rotate'), {
      graceMs: values.grace ?? defaultGraceMs,
      targets,
      force: values.force,
      salt: randomBytes(16).toString('hex'),
      dryRun: session.dryRun,
    });
    return secretOutcome(session, {
      secret,
      rotated: true,
      previous,
      reveal: values.reveal,
      headline: `${api.name} rotated the secret; it is stored${joinPaths(' and written to ', targets)}`,
      ...(targets.length === 0 && {
        next: `give your receiver the new secret: webhook-admin ${api.id} token get --dotenv .env --dotenv-name ${api.id.toUpperCase()}_WEBHOOK_SECRET`,
      }),
    });
  },
});
