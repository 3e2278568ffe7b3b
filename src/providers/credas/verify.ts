import { verifySharedHeader } from '../../signing/shared-header.js';
import type { VerifyDelivery } from '../verification.js';

/** Credas signs nothing; staff can set one header with a fixed value for a portal ("Custom webhook headers"). */
export const verify: VerifyDelivery['verify'] = ({ headers }, secrets, { header }) =>
  verifySharedHeader(headers, header, secrets);
