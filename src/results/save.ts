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

/**
 * The content of a file that the manifest proves complete: it is there, and its bytes are the ones listed.
 * Undefined where the name is free. AppError `config` for a file that is somebody's.
 */
export const readProven = async (
  folder: OutputFolder,
  name: string,
  listed: readonly SavedFile[],
): Promise<NewFile | undefined> => {
  const content = await folder.read(name);
  if (content === undefined) return undefined;
  const known = listed.find((file) => file.name === name);
  if (known === undefined || describeFile({ ...known, content }).sha256 !== known.sha256)
    throw taken(folder, name);
  return { kind: known.kind, name, content };
};

/** Files of one folder that become visible together, behind a manifest that names them all. */
export interface Saving {
  /** Writes it under no name yet. Resolves to its size and SHA-256. */
  add(file: NewFile): Promise<SavedFile>;
  /** Gives all of them their names: the manifest first, so that a run that is killed on the way is continued. */
  publish(
    manifest: Manifest<Readonly<Record<string, unknown>>>,
    existing: 'refuse' | 'replace',
  ): Promise<void>;
  /** Removes what has no name yet. */
  discard(): Promise<void>;
}

export const startSaving = (folder: OutputFolder): Saving => {
  const staged: StagedFile[] = [];
  const discard = async (): Promise<void> => {
    for (const file of staged.splice(0)) await file.discard();
  };
  return {
    async add(file) {
      staged.push(await folder.stage(file.name, file.content));
      return describeFile(file);
    },
    async publish(manifest, existing) {
      const list = await folder.stage(manifestName, manifestText(manifest));
      try {
        await list.publish('replace');
        for (const file of staged) await file.publish(existing);
        staged.length = 0;
        await folder.sync();
      } finally {
        await list.discard();
        await discard();
      }
    },
    discard,
  };
};

/** In a dry run: nothing is written. */
export const pretendSaving: Saving = {
  add: (file) => Promise.resolve(describeFile(file)),
  publish: () => Promise.resolve(),
  discard: () => Promise.resolve(),
};
