import { createHash } from 'node:crypto';
import { configError } from '../errors.js';
import type { OutputFolder, StagedFile } from '../world.js';
import { formatManifest, manifestName, type SavedFile } from './manifest.js';

export interface ResultFile {
  readonly kind: string;
  readonly name: string;
  readonly content: Uint8Array;
}

/** The manifest entry of a file. */
export const describeFile = ({ kind, name, content }: ResultFile): SavedFile => ({
  kind,
  name,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

const unlistedFileError = (folder: OutputFolder, name: string): Error =>
  configError(`${folder.path}/${name} already exists. Use --force to replace it.`, {
    hint: 'It is not a file that an earlier run saved. Move it, or choose another folder with --output-dir.',
  });

/** Reads the files that the folder's manifest lists now. */
export type ReadFileList = () => Promise<readonly SavedFile[]>;

/** The file if its bytes are the listed ones, undefined if there is no such file, else `unlisted`. */
const readListed = async (
  folder: OutputFolder,
  name: string,
  listed: readonly SavedFile[],
): Promise<ResultFile | undefined | 'unlisted'> => {
  const content = await folder.read(name);
  if (content === undefined) return undefined;
  const entry = listed.find((file) => file.name === name);
  const isListed = entry !== undefined && describeFile({ ...entry, content }).sha256 === entry.sha256;
  return isListed ? { kind: entry.kind, name, content } : 'unlisted';
};

const withLock = async <T>(folder: OutputFolder, action: () => Promise<T>): Promise<T> => {
  const unlock = await folder.lock();
  try {
    return await action();
  } finally {
    await unlock();
  }
};

/**
 * Reads a file that is complete according to the manifest: its bytes have the listed SHA-256. Undefined when
 * there is no such file. Throws AppError `config` for a file with other bytes.
 */
export const readCompleteFile = async (
  folder: OutputFolder,
  name: string,
  listed: readonly SavedFile[],
  readFileList: ReadFileList,
): Promise<ResultFile | undefined> => {
  const file = await readListed(folder, name, listed);
  if (file !== 'unlisted') return file;
  // Another run may have saved it since the manifest was read.
  const reread = await withLock(folder, async () => readListed(folder, name, await readFileList()));
  if (reread === 'unlisted') throw unlistedFileError(folder, name);
  return reread;
};

export interface PublishOptions {
  /** Fields of the manifest beside its files. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Listed files that were not found: they are dropped from the manifest unless they exist by now. */
  readonly missing: readonly string[];
  readonly existing: 'refuse' | 'replace';
}

/** Writes result files of one folder, and publishes them together with a manifest that lists them. */
export interface ResultWriter {
  /** Writes a file under a temporary name. */
  stage(file: ResultFile): Promise<SavedFile>;
  /**
   * Publishes the manifest, then the staged files under their names: a run that is killed in between can be
   * resumed. Files that the manifest lists already stay listed; with `refuse` they also take precedence
   * over ours. Resolves to the files as they are now, ours or another run's. Rejects with AppError `config`
   * when a name belongs to a file that is not listed; then nothing is published.
   */
  publish(options: PublishOptions): Promise<readonly SavedFile[]>;
  /** Removes the staged files. */
  discard(): Promise<void>;
}

interface StagedResult {
  readonly saved: SavedFile;
  readonly file: StagedFile;
}

const compareNames = (a: SavedFile, b: SavedFile): number => (a.name < b.name ? -1 : 1);

export const createResultWriter = (folder: OutputFolder, readFileList: ReadFileList): ResultWriter => {
  const staged: StagedResult[] = [];
  const discardAll = async (results: readonly StagedResult[]): Promise<void> => {
    for (const { file } of results) await file.discard();
  };

  /** The file that another run saved under this name, else ours. */
  const preferExisting = async (ours: SavedFile, listed: readonly SavedFile[]): Promise<SavedFile> => {
    const theirs = await readListed(folder, ours.name, listed);
    if (theirs === 'unlisted') throw unlistedFileError(folder, ours.name);
    return theirs === undefined ? ours : describeFile(theirs);
  };

  const publishAll = async (
    results: readonly StagedResult[],
    { metadata, missing, existing }: PublishOptions,
  ): Promise<readonly SavedFile[]> => {
    const listed = await readFileList();
    const files: SavedFile[] = [];
    for (const { saved } of results)
      files.push(existing === 'replace' ? saved : await preferExisting(saved, listed));
    const others: SavedFile[] = [];
    for (const other of listed) {
      if (files.some(({ name }) => name === other.name)) continue;
      if (missing.includes(other.name) && (await folder.read(other.name)) === undefined) continue;
      others.push(other);
    }
    // If the run is killed between the two publications, an old file would not match the new manifest.
    if (existing === 'replace') for (const { name } of files) await folder.remove(name);
    const text = formatManifest({ metadata, files: [...others, ...files].sort(compareNames) });
    const manifest = await folder.stage(manifestName, text);
    try {
      await manifest.publish('replace');
      for (const { saved, file } of results) if (files.includes(saved)) await file.publish(existing);
    } finally {
      await manifest.discard();
    }
    await folder.sync();
    return files;
  };

  return {
    async stage(file) {
      const saved = describeFile(file);
      staged.push({ saved, file: await folder.stage(file.name, file.content) });
      return saved;
    },
    async publish(options) {
      const results = staged.splice(0);
      try {
        return await withLock(folder, () => publishAll(results, options));
      } finally {
        await discardAll(results);
      }
    },
    discard: () => discardAll(staged.splice(0)),
  };
};

/** Writes nothing. */
export const createDryRunWriter = (): ResultWriter => {
  const staged: SavedFile[] = [];
  return {
    stage(file) {
      const saved = describeFile(file);
      staged.push(saved);
      return Promise.resolve(saved);
    },
    publish: () => Promise.resolve(staged.splice(0)),
    discard: () => Promise.resolve(),
  };
};

/**
 * Creates a function that publishes each file as soon as it is staged, so that a kill does not lose earlier
 * ones. Files staged during a publication are published together after it. The function resolves to the
 * file as it is then, ours or another run's.
 */
export const createIncrementalSave = (
  writer: ResultWriter,
  publishOptions: () => PublishOptions,
): ((file: ResultFile) => Promise<SavedFile>) => {
  let last: Promise<unknown> = Promise.resolve();
  let pending: Promise<readonly SavedFile[]> | undefined;
  const publishStaged = (): Promise<readonly SavedFile[]> => {
    if (pending !== undefined) return pending;
    const next = last.then(() => {
      pending = undefined;
      return writer.publish(publishOptions());
    });
    pending = next;
    last = next.catch(() => undefined);
    return next;
  };
  return async (file) => {
    const ours = await writer.stage(file);
    const files = await publishStaged();
    return files.find(({ name }) => name === ours.name) ?? ours;
  };
};
