import { verifySharedHeader } from '../../signing/shared-header.js';
import type { VerifyDelivery } from '../verification.js';

/** Emptor signs nothing. A header that was chosen for the person's webhook is all there is to check. */
export const verify: VerifyDelivery['verify'] = ({ headers }, secrets, { header }) =>
  verifySharedHeader(headers, header, secrets);
