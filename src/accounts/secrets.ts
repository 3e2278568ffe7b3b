import { configError, usageError } from '../errors.js';
import { readVariable } from './settings.js';
import { getObject, getText } from './json-path.js';
import { variableName } from '../providers/names.js';
import { cleanSecret } from './secret-text.js';
import type { Environment, Files, JsonObject } from '../world.js';

/** Largest file that can hold a secret. */
export const largestSecretFile = 64 * 1024;

export interface ResolvedSecret {
  readonly value: string;
  readonly from: 'environment' | 'file' | 'store' | 'sandbox';
  /** For messages: a variable's name, or `the local store`. */
  readonly source: string;
}

/** Reads a secret from its variable or from the file that its `_FILE` variable names. */
export const environmentSecret = async (
  env: Environment,
  files: Files,
  providerId: string,
  key: string,
): Promise<ResolvedSecret | undefined> => {
  const variable = variableName(providerId, key);
  const fileVariable = `${variable}_FILE`;
  const value = readVariable(env, variable);
  const file = readVariable(env, fileVariable);
  if (value !== undefined && file !== undefined) {
    throw usageError(`${variable} and ${fileVariable} are both set. Unset one of them. Nothing was sent.`);
  }
  if (value !== undefined) {
    return { value: asConfig(() => cleanSecret(value, variable)), from: 'environment', source: variable };
  }
  if (file === undefined) return undefined;
  const bytes = await files.read(file, largestSecretFile);
  return { value: asConfig(() => cleanSecret(bytes, fileVariable)), from: 'file', source: fileVariable };
};

/** Reports an invalid variable as AppError `config` instead of `usage`. */
const asConfig = (clean: () => string): string => {
  try {
    return clean();
  } catch (error) {
    throw error instanceof Error ? configError(error.message) : error;
  }
};

export interface StoredCredential {
  readonly origin: string;
  readonly credential: string;
  readonly refresh: string | undefined;
}

const accountPath = (profile: string, providerId: string): string[] => ['profiles', profile, providerId];

/** The credential in the store, with the origin that it is bound to. */
export const storedCredential = (
  credentials: JsonObject,
  profile: string,
  providerId: string,
): StoredCredential | undefined => {
  const path = [...accountPath(profile, providerId), 'login'];
  const origin = getText(credentials, [...path, 'origin']);
  const credential = getText(credentials, [...path, 'credential']);
  if (origin === undefined || credential === undefined) return undefined;
  return { origin, credential, refresh: getText(credentials, [...path, 'refresh']) };
};

export interface StoredAccountSecret {
  readonly value: string;
  readonly storedAt: string;
  /** The origin that it is bound to; undefined when none was recorded. */
  readonly origin: string | undefined;
}

/** Another secret in the store, for example a webhook secret. */
export const storedSecret = (
  credentials: JsonObject,
  profile: string,
  providerId: string,
  key: string,
): StoredAccountSecret | undefined => {
  const path = [...accountPath(profile, providerId), 'secrets', key];
  const value = getText(credentials, [...path, 'value']);
  if (value === undefined) return undefined;
  const storedAt = getText(credentials, [...path, 'storedAt']) ?? '';
  return { value, storedAt, origin: getText(credentials, [...path, 'origin']) };
};

/** Every secret of one account in the store, to redact them. */
export const storedSecretValues = (
  credentials: JsonObject,
  profile: string,
  providerId: string,
): readonly string[] => {
  const account = accountPath(profile, providerId);
  const paths = [
    [...account, 'login', 'credential'],
    [...account, 'login', 'refresh'],
    [...account, 'previous', 'value'],
    ...Object.keys(getObject(credentials, [...account, 'secrets'])).map((key) => [
      ...account,
      'secrets',
      key,
      'value',
    ]),
  ];
  return paths.flatMap((path) => getText(credentials, path) ?? []);
};
