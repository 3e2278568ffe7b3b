import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { AppError, configError } from '../../errors.js';
import { shellQuote } from '../../text/shell-quote.js';
import type { JsonObject } from '../../world.js';
import { errorCode, fileError } from './file-errors.js';
import { privateFile, assertOwned, restrictMode, type Warn } from './permissions.js';

export const formatVersion = 1;

/**
 * A JSON file of ours, tightened to 0600 before it is read; undefined when there is none. All keys,
 * `__proto__` too, are own properties: look them up with `Object.hasOwn`, and put one that comes from
 * outside with `Object.defineProperty`. Throws AppError `config`, never with the content.
 */
export function readDocument(path: string, warn: Warn): JsonObject | undefined {
  const bytes = readPrivate(path, warn);
  return bytes === undefined ? undefined : parseDocument(bytes, path);
}

function readPrivate(path: string, warn: Warn): Uint8Array | undefined {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    assertOwned(path, found, privateFile);
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      // Once more on what was really opened: the name may mean another file by now.
      const opened = fstatSync(descriptor);
      assertOwned(path, opened, privateFile);
      restrictMode(path, opened, privateFile, (mode) => fchmodSync(descriptor, mode), warn);
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(path, 'read', error, 'Nothing was changed.');
  }
}

/** Bytes of a file as an object. Throws AppError `config` without a word of the content. */
export function parseDocument(bytes: Uint8Array, path: string): JsonObject {
  const value = parseJson(bytes);
  if (!isJsonObject(value)) throw invalidDocument(path, 'is not a JSON object');
  const version = Object.hasOwn(value, 'version') ? value['version'] : formatVersion;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw invalidDocument(path, 'has no valid version');
  }
  if (version > formatVersion) {
    throw configError(`${path} was written by a newer webhook-admin. It was left as it is.`, {
      hint: 'Use that version, or point --config-dir at another folder.',
    });
  }
  return value;
}

/** The parser's own error is dropped: it quotes what it read. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const invalidDocument = (path: string, what: string): AppError =>
  configError(`${path} ${what}. It was left as it is, and nothing was changed.`, {
    hint: 'Mend it, or move it away to start without it.',
    next: `mv ${shellQuote(path)} ${shellQuote(`${path}.damaged`)}`,
  });
