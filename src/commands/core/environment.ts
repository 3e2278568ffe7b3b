import { configError } from '../../errors.js';
import type { Environment } from '../../world.js';

/** Whether a variable that is a switch, such as CI, is on. */
export const isOn = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value);

/** Refuses what would send a credential unprotected or print it: nothing is sent then. */
export const checkEnvironmentIsSafe = (env: Environment, warn: (text: string) => void): void => {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw configError('NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off. Nothing was sent.', {
      hint: 'Unset it. To trust a certificate authority of your own, use --ca-file FILE.',
    });
  }
  const debug = env['NODE_DEBUG'];
  if (debug === undefined || debug === '') return;
  if (isOn(env['CI'])) {
    throw configError('NODE_DEBUG makes Node print request headers into this log. Nothing was sent.', {
      hint: 'Unset NODE_DEBUG in CI.',
    });
  }
  warn('NODE_DEBUG is set: Node itself may print headers with your credential.');
};
