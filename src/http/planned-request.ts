import type { JsonValue } from '../json/value.js';
import type { Call, PlannedRequest } from './call.js';

const mask = '********';

interface Redactions {
  readonly fields: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

const redactValue = (value: JsonValue, redactions: Redactions): JsonValue => {
  if (typeof value === 'string' || typeof value === 'number')
    return redactions.texts.has(String(value)) ? '…' : value;
  if (typeof value !== 'object' || value === null) return value;
  // Array.isArray does not narrow a readonly array.
  if (value instanceof Array) return value.map((item: JsonValue) => redactValue(item, redactions));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      redactions.fields.has(key) ? mask : redactValue(item, redactions),
    ]),
  );
};

/** What a dry run shows of a call, without the values of `secretFields` and without `sensitiveTexts`. */
export const plannedRequest = (call: Call<unknown>, url: string): PlannedRequest => ({
  method: call.method,
  url,
  ...(call.body !== undefined && {
    body: redactValue(call.body, { fields: new Set(call.secretFields), texts: new Set(call.sensitiveTexts) }),
  }),
});
