import type { JsonValue } from '../json/value.js';
import type { Call, PlannedRequest } from './call.js';

const mask = '********';

interface Hidden {
  readonly fields: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

const masked = (value: JsonValue, hidden: Hidden): JsonValue => {
  if (typeof value === 'string' || typeof value === 'number')
    return hidden.texts.has(String(value)) ? '…' : value;
  if (typeof value !== 'object' || value === null) return value;
  // Array.isArray does not narrow readonly arrays away, so the entries of both are mapped apart.
  if (value instanceof Array) return value.map((item: JsonValue) => masked(item, hidden));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hidden.fields.has(key) ? mask : masked(item, hidden)]),
  );
};

/** What a dry run shows of a call: neither the values of its secret fields nor the texts it conceals. */
export const plannedRequest = (call: Call<unknown>, url: string): PlannedRequest => ({
  method: call.method,
  url,
  ...(call.body !== undefined && {
    body: masked(call.body, { fields: new Set(call.secretFields), texts: new Set(call.sensitiveTexts) }),
  }),
});
