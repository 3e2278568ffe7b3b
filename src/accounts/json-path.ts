import { isJsonObject } from '../json/value.js';
import type { JsonObject } from '../world.js';

const own = (holder: unknown, key: string): unknown =>
  isJsonObject(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;

/** The value at a path of own keys, or undefined. */
export const getAt = (document: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((holder, key) => own(holder, key), document);

export const getText = (document: unknown, path: readonly string[]): string | undefined => {
  const value = getAt(document, path);
  return typeof value === 'string' ? value : undefined;
};

export const getObject = (document: unknown, path: readonly string[]): JsonObject => {
  const value = getAt(document, path);
  return isJsonObject(value) ? value : {};
};

/** The object at a path, created if missing. Keys must be validated names: they are assigned as they are. */
export const ensureObject = (document: JsonObject, path: readonly string[]): JsonObject =>
  path.reduce<JsonObject>((holder, key) => {
    const existing = own(holder, key);
    if (isJsonObject(existing)) return existing;
    const created: JsonObject = {};
    holder[key] = created;
    return created;
  }, document);
