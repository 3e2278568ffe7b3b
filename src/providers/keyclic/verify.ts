import { verifySharedHeader } from '../../signing/shared-header.js';
import type { VerifyDelivery } from '../verification.js';

/** Keyclic documents neither a signature nor a header: only a header that was agreed on with it can count. */
export const verify: VerifyDelivery['verify'] = ({ headers }, secrets, { header }) =>
  verifySharedHeader(headers, header, secrets);
