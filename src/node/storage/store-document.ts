import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { AppError, configError } from '../../errors.js';
import { shellQuote } from '../../text/shell-quote.js';
import type { JsonObject } from '../../world.js';
import { errorCode, fileError } from './file-errors.js';
import { privateFile, assertOwned, restrictMode, type Warn } from './permissions.js';

export const formatVersion = 1;

/**
 * Reads a JSON object from our own file, after restricting its mode to 0600; undefined if there is none. All keys,
 * even `__proto__`, are own properties: read them with `Object.hasOwn`, and set untrusted ones with
 * `Object.defineProperty`. Throws AppError `config` without the content.
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
      // Checked again, because the path may refer to another file by now.
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

/** Parses a JSON object and checks its version. Throws AppError `config` without the content. */
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

/** Undefined for invalid JSON. The parser's error would quote the content. */
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
    hint: 'Repair it, or move it away to start without it.',
    next: `mv ${shellQuote(path)} ${shellQuote(`${path}.damaged`)}`,
  });
