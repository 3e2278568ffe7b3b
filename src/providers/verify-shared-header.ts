import { verifySharedHeader } from '../signing/shared-header.js';
import type { VerifyDelivery } from './verification.js';

/** Where nothing is signed, a header with a value that was agreed on is all there is to check. */
export const verify: VerifyDelivery['verify'] = ({ headers }, secrets, { header }) =>
  verifySharedHeader(headers, header, secrets);
