import { createHash } from 'node:crypto';
import { configError } from '../errors.js';
import type { OutputFolder, StagedFile } from '../world.js';
import { manifestName, manifestText, type Manifest, type SavedFile } from './manifest.js';

/** A file to be: what it is, and its content. */
export interface NewFile {
  readonly kind: string;
  readonly name: string;
  readonly content: Uint8Array;
}

/** Size and SHA-256 of what would be saved. */
export const describeFile = ({ kind, name, content }: NewFile): SavedFile => ({
  kind,
  name,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

const taken = (folder: OutputFolder, name: string): Error =>
  configError(`${folder.path}/${name} exists, and is not overwritten without --force.`, {
    hint: 'It is not what an earlier run saved there. Move it away, or name another folder with --output-dir.',
  });

/** What the folder's manifest lists at the moment. */
export type ListedNow = () => Promise<readonly SavedFile[]>;

/** A file as the list proves it, `undefined` where the name is free, `taken` where it is something else. */
const look = async (
  folder: OutputFolder,
  name: string,
  listed: readonly SavedFile[],
): Promise<NewFile | undefined | 'taken'> => {
  const content = await folder.read(name);
  if (content === undefined) return undefined;
  const known = listed.find((file) => file.name === name);
  const proven = known !== undefined && describeFile({ ...known, content }).sha256 === known.sha256;
  return proven ? { kind: known.kind, name, content } : 'taken';
};

const locked = async <T>(folder: OutputFolder, work: () => Promise<T>): Promise<T> => {
  const unlock = await folder.lock();
  try {
    return await work();
  } finally {
    await unlock();
  }
};

/**
 * The content of a file that the manifest proves complete: it is there, and its bytes are the ones listed.
 * Undefined where the name is free. AppError `config` for a file that is somebody's.
 */
export const readProven = async (
  folder: OutputFolder,
  name: string,
  listed: readonly SavedFile[],
  listedNow: ListedNow,
): Promise<NewFile | undefined> => {
  const first = await look(folder, name, listed);
  if (first !== 'taken') return first;
  // Another run may have saved it since the manifest was read.
  const second = await locked(folder, async () => look(folder, name, await listedNow()));
  if (second === 'taken') throw taken(folder, name);
  return second;
};

/** A manifest to be. */
export interface NewManifest extends Manifest<Readonly<Record<string, unknown>>> {
  readonly listedNow: ListedNow;
  /** Names that were listed and not found: they are listed on only where they are there after all. */
  readonly absent: readonly string[];
}

/** Files of one folder that become visible together, behind a manifest that names them all. */
export interface Saving {
  /** Writes it under no name yet. Resolves to its size and SHA-256. */
  add(file: NewFile): Promise<SavedFile>;
  /**
   * Gives all of them their names: the manifest first, so that a run that is killed on the way is continued.
   * What another run saved meanwhile stays listed, with `refuse` also in place of ours. Resolves to the
   * manifest's files as they are there now, ours or the other run's. AppError `config` for a name that somebody
   * took, and then nothing was given one.
   */
  publish(manifest: NewManifest, existing: 'refuse' | 'replace'): Promise<readonly SavedFile[]>;
  /** Removes what has no name yet. */
  discard(): Promise<void>;
}

interface Staged {
  readonly saved: SavedFile;
  readonly file: StagedFile;
}

export const startSaving = (folder: OutputFolder): Saving => {
  const staged: Staged[] = [];
  const discard = async (): Promise<void> => {
    for (const { file } of staged.splice(0)) await file.discard();
  };

  /** Ours, or what another run gave this name first. */
  const settled = async (ours: Staged, listed: readonly SavedFile[]): Promise<SavedFile> => {
    const theirs = await look(folder, ours.saved.name, listed);
    if (theirs === 'taken') throw taken(folder, ours.saved.name);
    return theirs === undefined ? ours.saved : describeFile(theirs);
  };

  const nameAll = async (
    { about, files: wanted, listedNow, absent }: NewManifest,
    existing: 'refuse' | 'replace',
  ): Promise<readonly SavedFile[]> => {
    const listed = await listedNow();
    const ends: SavedFile[] = [];
    for (const one of staged) ends.push(existing === 'replace' ? one.saved : await settled(one, listed));
    const files = wanted.map((file) => [...ends, ...listed].find(({ name }) => name === file.name) ?? file);
    const others: SavedFile[] = [];
    for (const other of listed) {
      if (files.some(({ name }) => name === other.name)) continue;
      if (absent.includes(other.name) && (await folder.read(other.name)) === undefined) continue;
      others.push(other);
    }
    // Old bytes under a name that the manifest lists with the new ones would be somebody's, if we ended here.
    if (existing === 'replace') for (const { name } of ends) await folder.remove(name);
    const list = await folder.stage(manifestName, manifestText({ about, files: [...others, ...files] }));
    try {
      await list.publish('replace');
      for (const { saved, file } of staged) if (ends.includes(saved)) await file.publish(existing);
    } finally {
      await list.discard();
    }
    await folder.sync();
    return files;
  };

  return {
    async add(file) {
      const saved = describeFile(file);
      staged.push({ saved, file: await folder.stage(file.name, file.content) });
      return saved;
    },
    async publish(manifest, existing) {
      try {
        return await locked(folder, () => nameAll(manifest, existing));
      } finally {
        await discard();
      }
    },
    discard,
  };
};

/** In a dry run: nothing is written. */
export const pretendSaving: Saving = {
  add: (file) => Promise.resolve(describeFile(file)),
  publish: ({ files }) => Promise.resolve(files),
  discard: () => Promise.resolve(),
};
