import * as z from 'zod/mini';
import { AppError } from '../../../errors.js';
import { manifestName, readManifest, type Manifest } from '../../../results/manifest.js';
import type { OutputFolder } from '../../../world.js';
import { entitySources, type FoundEntity } from '../entities.js';
import { isGuid, sameId } from '../fields.js';

/** What Credas said about a process when its files were saved. */
export interface SavedProcess {
  readonly processId: string;
  readonly clientId: string | null;
  readonly status: number;
  readonly entities: readonly FoundEntity[];
  /** People of it whom nobody had named by then. */
  readonly unnamed?: number | undefined;
}

const guid = z.string().check(z.refine((value) => isGuid(value)));

const savedProcess = z.strictObject({
  processId: guid,
  clientId: z.nullable(z.string()),
  status: z.int(),
  entities: z.array(z.strictObject({ entityId: guid, source: z.enum(entitySources) })),
  unnamed: z.optional(z.int()),
});

/**
 * The manifest of a process' folder, or undefined when there is none. AppError `config` for a damaged one,
 * which `force` takes for none.
 */
export const readSaved = async (
  folder: OutputFolder,
  processId: string,
  force: boolean,
): Promise<Manifest<SavedProcess> | undefined> => {
  const bytes = await folder.read(manifestName);
  if (bytes === undefined) return undefined;
  try {
    return readManifest(bytes, `${folder.path}/${manifestName}`, (fields) => {
      const about = savedProcess.parse(fields);
      if (!sameId(about.processId, processId)) throw new TypeError('of another process');
      return about;
    });
  } catch (error) {
    if (force && error instanceof AppError) return undefined;
    throw error;
  }
};
