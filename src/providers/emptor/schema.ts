import type { Outcome } from '../contract.js';
import { deliverySchema } from './delivery-schema.js';

/** The JSON Schema of a delivery, the same with or without `--json`. */
export const run = (): Promise<Outcome> =>
  Promise.resolve({
    data: deliverySchema,
    view: { kind: 'bare', text: JSON.stringify(deliverySchema, null, 2) },
  });
