import { AppError } from '../../errors.js';
import { storeAsCurrent } from '../../rotation/rotate.js';
import type { Session } from '../session.js';

/** How long a replaced secret stays accepted: 24 hours. */
export const defaultGraceMs = 24 * 3_600_000;

/** A new webhook's secret may take a moment to be readable. Milliseconds. */
const waitsAfterNotFound = [250, 500];

/** Reads the secret and stores it; a different one that was stored becomes the previous one. */
export const storeSecret = async (session: Session, read: () => Promise<string>): Promise<string> => {
  const secret = await read();
  session.registerSecret(secret);
  await storeAsCurrent(session, secret, defaultGraceMs);
  return secret;
};

const withoutSecret = ({ providerId }: Session, error: AppError): AppError =>
  new AppError('partial', {
    message: `The webhook is registered, but its secret could not be read or stored: ${error.message}`,
    next: `webhook-admin ${providerId} token get`,
    provider: providerId,
    operation: 'create',
    httpStatus: error.details.httpStatus,
    changed: 'yes',
    cause: error,
  });

/**
 * Reads and stores the secret of a webhook that was just registered, waiting a moment where it is not found
 * yet. Resolves to an AppError `partial` when that fails: the webhook exists by then.
 */
export const storeSecretAfterCreate = async (
  session: Session,
  read: () => Promise<string>,
): Promise<AppError | undefined> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await storeSecret(session, read);
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const wait = error.details.httpStatus === 404 ? waitsAfterNotFound[attempt] : undefined;
      if (wait === undefined) return withoutSecret(session, error);
      await session.clock.sleep(wait, session.signal);
    }
  }
};
