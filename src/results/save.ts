import { createHash } from 'node:crypto';
import { configError } from '../errors.js';
import type { OutputFolder, StagedFile } from '../world.js';
import { manifestName, manifestText, type SavedFile } from './manifest.js';

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

/** What a manifest is to say beside its files. */
export interface Publication {
  readonly about: Readonly<Record<string, unknown>>;
  /** Names that were listed and not found: they are listed on only where they are there after all. */
  readonly absent: readonly string[];
  readonly existing: 'refuse' | 'replace';
}

/** Files of one folder that become visible together, behind a manifest that names them all. */
export interface Saving {
  /** Writes it under no name yet. Resolves to its size and SHA-256. */
  add(file: NewFile): Promise<SavedFile>;
  /**
   * Gives all that was added since their names: the manifest first, so that a run that is killed on the way is
   * continued. What is listed already stays listed, with `refuse` also in place of ours. Resolves to the files
   * as they are there now, ours or another run's. AppError `config` for a name that somebody took, and then
   * none of them was given one.
   */
  publish(publication: Publication): Promise<readonly SavedFile[]>;
  /** Removes what has no name yet. */
  discard(): Promise<void>;
}

interface Staged {
  readonly saved: SavedFile;
  readonly file: StagedFile;
}

const byName = (one: SavedFile, other: SavedFile): number => (one.name < other.name ? -1 : 1);

export const startSaving = (folder: OutputFolder, listedNow: ListedNow): Saving => {
  const staged: Staged[] = [];
  const discardAll = async (files: readonly Staged[]): Promise<void> => {
    for (const { file } of files) await file.discard();
  };

  /** Ours, or what another run gave this name first. */
  const settled = async (ours: Staged, listed: readonly SavedFile[]): Promise<SavedFile> => {
    const theirs = await look(folder, ours.saved.name, listed);
    if (theirs === 'taken') throw taken(folder, ours.saved.name);
    return theirs === undefined ? ours.saved : describeFile(theirs);
  };

  const nameAll = async (
    added: readonly Staged[],
    { about, absent, existing }: Publication,
  ): Promise<readonly SavedFile[]> => {
    const listed = await listedNow();
    const files: SavedFile[] = [];
    for (const one of added) files.push(existing === 'replace' ? one.saved : await settled(one, listed));
    const others: SavedFile[] = [];
    for (const other of listed) {
      if (files.some(({ name }) => name === other.name)) continue;
      if (absent.includes(other.name) && (await folder.read(other.name)) === undefined) continue;
      others.push(other);
    }
    // Old bytes under a name that the manifest lists with the new ones would be somebody's, if we ended here.
    if (existing === 'replace') for (const { name } of files) await folder.remove(name);
    const text = manifestText({ about, files: [...others, ...files].sort(byName) });
    const list = await folder.stage(manifestName, text);
    try {
      await list.publish('replace');
      for (const { saved, file } of added) if (files.includes(saved)) await file.publish(existing);
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
    async publish(publication) {
      const added = staged.splice(0);
      try {
        return await locked(folder, () => nameAll(added, publication));
      } finally {
        await discardAll(added);
      }
    },
    discard: () => discardAll(staged.splice(0)),
  };
};

/** In a dry run: nothing is written. */
export const pretendSaving = (): Saving => {
  const added: SavedFile[] = [];
  return {
    add(file) {
      const saved = describeFile(file);
      added.push(saved);
      return Promise.resolve(saved);
    },
    publish: () => Promise.resolve(added.splice(0)),
    discard: () => Promise.resolve(),
  };
};

/**
 * Saves each file as it comes, so that a kill loses nothing that came before it. What comes while others are
 * given their names waits for them, and is named together. Resolves to the file as it is there then.
 */
export const saveAsTheyCome = (
  saving: Saving,
  publicationNow: () => Publication,
): ((file: NewFile) => Promise<SavedFile>) => {
  let last: Promise<unknown> = Promise.resolve();
  let open: Promise<readonly SavedFile[]> | undefined;
  const publishWithOthers = (): Promise<readonly SavedFile[]> => {
    if (open !== undefined) return open;
    const next = last.then(() => {
      open = undefined;
      return saving.publish(publicationNow());
    });
    open = next;
    last = next.catch(() => undefined);
    return next;
  };
  return async (file) => {
    const ours = await saving.add(file);
    const files = await publishWithOthers();
    return files.find(({ name }) => name === ours.name) ?? ours;
  };
};
