import * as z from 'zod/mini';
import { configError } from '../errors.js';
import { parseStrictJson } from '../json/parse.js';

/** A complete file, as listed in the manifest of its folder. */
export interface SavedFile {
  readonly kind: string;
  /** In the manifest's folder. */
  readonly name: string;
  readonly bytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** The files of a folder, and what they are about. */
export interface Manifest<Metadata> {
  readonly metadata: Metadata;
  readonly files: readonly SavedFile[];
}

export const manifestName = 'manifest.json';

/** Cannot lead out of the folder. */
const fileName = /^[a-z0-9][a-z0-9._-]{0,127}$/;

const savedFile = z.strictObject({
  kind: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  name: z.string().check(z.regex(fileName)),
  bytes: z.int().check(z.gte(0)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

const manifestSchema = z.looseObject({ version: z.literal(1), files: z.array(savedFile) });

/**
 * Reads a manifest. `parseMetadata` gets all fields but `version` and `files`, and throws when they are not
 * the expected ones. Throws AppError `config`, naming `path`, for a manifest that is not valid.
 */
export const readManifest = <Metadata>(
  bytes: Uint8Array,
  path: string,
  parseMetadata: (fields: Readonly<Record<string, unknown>>) => Metadata,
): Manifest<Metadata> => {
  try {
    const { files, ...rest } = manifestSchema.parse(parseStrictJson(bytes));
    const fields = Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'version'));
    const names = new Set(files.map(({ name }) => name));
    if (names.size !== files.length || names.has(manifestName)) throw new TypeError('a name twice');
    return { metadata: parseMetadata(fields), files };
  } catch (cause) {
    throw configError(`${path} is damaged and cannot tell which files are complete. Nothing was written.`, {
      hint: 'Delete its folder, or use --force to fetch everything again.',
      cause,
    });
  }
};

export const formatManifest = ({ metadata, files }: Manifest<Readonly<Record<string, unknown>>>): string =>
  `${JSON.stringify({ version: 1, ...metadata, files }, null, 2)}\n`;
