import { verifySignature } from '../../signing/signature.js';
import type { VerifyDelivery } from '../verification.js';

/** The header of the page "Securing webhooks". */
const signatureHeader = 'webhook-signature';

/**
 * Base64 HMAC-SHA256 in `Webhook-Signature`. The vendor's sample signs a Python
 * re-serialisation of the payload; that form is tried only where it is asked for.
 */
export const verify: VerifyDelivery['verify'] = ({ body, headers }, secrets, { canonical }) =>
  verifySignature({
    body,
    signature: headers[signatureHeader],
    secrets,
    forms: canonical ? ['raw', 'python-json'] : ['raw'],
  });
