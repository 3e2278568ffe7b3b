import * as z from 'zod/mini';
import { configError } from '../errors.js';
import { scanJson } from '../json/scan.js';

/** A file as it was when it was complete. */
export interface SavedFile {
  readonly kind: string;
  /** In the manifest's own folder. */
  readonly name: string;
  readonly bytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** What a folder of results holds, and what it is about. */
export interface Manifest<About> {
  readonly about: About;
  readonly files: readonly SavedFile[];
}

export const manifestName = 'manifest.json';

/** Names that we choose: nothing of them leads out of the folder. */
const plainName = /^[a-z0-9][a-z0-9._-]{0,127}$/;

const savedFile = z.strictObject({
  kind: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  name: z.string().check(z.regex(plainName)),
  bytes: z.int().check(z.gte(0)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

const shape = z.looseObject({ version: z.literal(1), files: z.array(savedFile) });

const parsed = (bytes: Uint8Array): unknown => {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (scanJson(text) !== undefined) throw new TypeError('not JSON');
  return JSON.parse(text);
};

/**
 * Reads a manifest. `readAbout` gets what is in it beside the files, and throws where it is not its own.
 * AppError `config`, naming `path`, for anything that no run of ours wrote.
 */
export const readManifest = <About>(
  bytes: Uint8Array,
  path: string,
  readAbout: (fields: Readonly<Record<string, unknown>>) => About,
): Manifest<About> => {
  try {
    const { files, ...all } = shape.parse(parsed(bytes));
    const fields = Object.fromEntries(Object.entries(all).filter(([key]) => key !== 'version'));
    const names = new Set(files.map(({ name }) => name));
    if (names.size !== files.length || names.has(manifestName)) throw new TypeError('a name twice');
    return { about: readAbout(fields), files };
  } catch (cause) {
    throw configError(`${path} is damaged, so nothing says which files are complete. Nothing was written.`, {
      hint: 'Remove it together with its folder, or start this one anew with --force.',
      cause,
    });
  }
};

/** The manifest's text. */
export const manifestText = ({ about, files }: Manifest<Readonly<Record<string, unknown>>>): string =>
  `${JSON.stringify({ version: 1, ...about, files }, null, 2)}\n`;
