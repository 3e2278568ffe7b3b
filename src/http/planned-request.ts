import type { JsonValue } from '../json/value.js';
import type { Call, PlannedRequest } from './call.js';

const mask = '********';

const masked = (value: JsonValue, secret: ReadonlySet<string>): JsonValue => {
  if (typeof value !== 'object' || value === null) return value;
  // Array.isArray does not narrow readonly arrays away, so the entries of both are mapped apart.
  if (value instanceof Array) return value.map((item: JsonValue) => masked(item, secret));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secret.has(key) ? mask : masked(item, secret)]),
  );
};

/** What a dry run shows of a call: the values of its secret fields are replaced, wherever they stand. */
export const plannedRequest = (call: Call<unknown>, url: string): PlannedRequest => ({
  method: call.method,
  url,
  ...(call.body !== undefined && { body: masked(call.body, new Set(call.secretFields)) }),
});
