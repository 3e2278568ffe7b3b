import { AppError } from '../../errors.js';
import { storeAsCurrent } from '../../rotation/rotate.js';
import type { Session } from '../contract.js';
import { readToken } from './api.js';

/** How long a secret that was replaced elsewhere stays accepted: 24 hours. */
export const defaultGraceMs = 24 * 3_600_000;

/** A new webhook's secret may take a moment to be readable. */
const waitsAfterNotFound = [250, 500];

/** Reads the secret and stores it; a different one that was stored stays as previous. */
export const storeSecret = async (session: Session, operation: string): Promise<string> => {
  const secret = await readToken(session.http, operation);
  session.registerSecret(secret);
  await storeAsCurrent(session, secret, defaultGraceMs);
  return secret;
};

/** The same after a create: AppError `partial` when it fails, since the webhook is there by then. */
export const storeSecretAfterCreate = async (session: Session): Promise<AppError | undefined> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await storeSecret(session, 'create');
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const wait = error.details.httpStatus === 404 ? waitsAfterNotFound[attempt] : undefined;
      if (wait === undefined) return withoutSecret(error);
      await session.clock.sleep(wait, session.signal);
    }
  }
};

const withoutSecret = (error: AppError): AppError =>
  new AppError('partial', {
    message: `The webhook is registered, but its secret could not be read or stored: ${error.message}`,
    next: 'webhook-admin amani token get',
    provider: 'amani',
    operation: 'create',
    httpStatus: error.details.httpStatus,
    changed: 'yes',
    cause: error,
  });
