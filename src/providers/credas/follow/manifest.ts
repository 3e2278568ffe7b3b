import * as z from 'zod/mini';
import { AppError } from '../../../errors.js';
import { manifestName, readManifest, type Manifest } from '../../../results/manifest.js';
import type { OutputFolder } from '../../../world.js';
import { entitySources, type FoundEntity } from '../entities.js';
import { isSameId } from '../fields.js';
import { guid } from '../responses.js';

/** A process as Credas described it when its files were saved. */
export interface SavedProcess {
  readonly processId: string;
  readonly clientId: string | null;
  readonly status: number;
  readonly entities: readonly FoundEntity[];
  /** Number of people whose entity ids were not found. */
  readonly unnamed?: number | undefined;
}

const savedProcess = z.strictObject({
  processId: guid,
  clientId: z.nullable(z.string()),
  status: z.int(),
  entities: z.array(z.strictObject({ entityId: guid, source: z.enum(entitySources) })),
  unnamed: z.optional(z.int()),
});

/**
 * Reads the manifest of a process; undefined when there is none. Throws AppError `config` for a damaged
 * manifest, which is ignored with `force`.
 */
export const readProcessManifest = async (
  folder: OutputFolder,
  processId: string,
  force: boolean,
): Promise<Manifest<SavedProcess> | undefined> => {
  const bytes = await folder.read(manifestName);
  if (bytes === undefined) return undefined;
  try {
    return readManifest(bytes, `${folder.path}/${manifestName}`, (fields) => {
      const saved = savedProcess.parse(fields);
      if (!isSameId(saved.processId, processId)) throw new TypeError('of another process');
      return saved;
    });
  } catch (error) {
    if (force && error instanceof AppError) return undefined;
    throw error;
  }
};
