import { AppError, configError } from '../../../errors.js';
import type { JsonValue } from '../../../json/value.js';
import type { SavedFile } from '../../../results/manifest.js';
import { describeFile, readCompleteFile, type ReadFileList, type ResultFile } from '../../../results/save.js';
import type { OutputFolder } from '../../../world.js';
import { readChecks, readDetails, readReport, type PdfRoute } from '../api.js';
import { parseChecks, type Check } from '../responses.js';
import { isFatal } from './messages.js';
import type { FollowContext } from './process.js';

export type PartKind = 'checks' | 'details' | 'pdf';

/** A result of a process: one request, one file. */
export interface Part {
  readonly kind: PartKind;
  /** File name, made of validated ids. */
  readonly name: string;
  /** Undefined for a part of the process as a whole. */
  readonly entityId: string | undefined;
  /** For messages: `the report of <entity>`. */
  readonly label: string;
}

export interface PartSelection {
  /** Kinds of parts; all of them when empty. */
  readonly only: readonly string[];
  readonly pdfRoute: PdfRoute;
}

const isSelected = ({ only }: PartSelection, kind: PartKind): boolean =>
  only.length === 0 || only.includes(kind);

/** Whether any selected part needs an entity id. */
export const needsEntity = (selection: PartSelection): boolean =>
  isSelected(selection, 'checks') || (isSelected(selection, 'pdf') && selection.pdfRoute === 'entity');

export const detailsPart: Part = {
  kind: 'details',
  name: 'details.json',
  entityId: undefined,
  label: 'the details',
};

/** The selected parts of the process as a whole. */
export const processParts = (selection: PartSelection): readonly Part[] => [
  ...(isSelected(selection, 'details') ? [detailsPart] : []),
  ...(isSelected(selection, 'pdf') && selection.pdfRoute === 'process'
    ? [{ kind: 'pdf', name: 'report.pdf', entityId: undefined, label: 'the report' } as const]
    : []),
];

/** The selected parts of each entity. */
export const entityParts = (
  selection: PartSelection,
  entities: readonly { readonly entityId: string }[],
): readonly Part[] =>
  entities
    .flatMap(({ entityId }): readonly Part[] => [
      {
        kind: 'checks',
        name: `active-checks-${entityId}.json`,
        entityId,
        label: `the checks of ${entityId}`,
      },
      { kind: 'pdf', name: `report-${entityId}.pdf`, entityId, label: `the report of ${entityId}` },
    ])
    .filter(
      ({ kind }) => isSelected(selection, kind) && (kind === 'checks' || selection.pdfRoute === 'entity'),
    );

/** A part that was read or fetched, or why it was not. */
export interface PartResult {
  readonly part: Part;
  /** Undefined for a failure, and for a part that is not saved. */
  readonly file?: SavedFile | undefined;
  /** It was fetched and saved by this run. */
  readonly isNew: boolean;
  readonly checks?: readonly Check[];
  /** The content of the details. */
  readonly details?: JsonValue;
  readonly error?: AppError;
}

/** Parses a file that was valid when it was saved. */
const parseSaved = (folder: OutputFolder, part: Part, file: ResultFile): PartResult => {
  const result: PartResult = { part, file: describeFile(file), isNew: false };
  if (part.kind === 'pdf') return result;
  try {
    const value = JSON.parse(new TextDecoder().decode(file.content)) as JsonValue; // what JSON.parse gives
    return part.kind === 'details'
      ? { ...result, details: value }
      : { ...result, checks: parseChecks(value) };
  } catch (cause) {
    throw configError(`${folder.path}/${part.name} is damaged. Nothing was written.`, {
      hint: 'Use --force to fetch this process again.',
      cause,
    });
  }
};

/**
 * Reads the parts whose files are complete according to the manifest; undefined for each part that has to be
 * fetched. Throws AppError `config` for a file that the manifest does not list.
 */
export const readSavedParts = async (
  folder: OutputFolder,
  parts: readonly Part[],
  listed: readonly SavedFile[],
  readFileList: ReadFileList,
): Promise<readonly (PartResult | undefined)[]> => {
  const results: (PartResult | undefined)[] = [];
  for (const part of parts) {
    const file = await readCompleteFile(folder, part.name, listed, readFileList);
    results.push(file === undefined ? undefined : parseSaved(folder, part, file));
  }
  return results;
};

type Response = Pick<PartResult, 'checks' | 'details'> & { readonly content: Uint8Array };

const request = async (
  { session: { http }, callOptions, selection }: FollowContext,
  processId: string,
  { kind, entityId }: Part,
): Promise<Response> => {
  if (kind === 'pdf') {
    const report = { entityId, processId, route: selection.pdfRoute };
    return { content: await readReport(http, report, callOptions) };
  }
  if (kind === 'details') {
    const { bytes, value } = await readDetails(http, processId, callOptions);
    return { content: bytes, details: value };
  }
  const { bytes, checks } = await readChecks(http, entityId ?? '', callOptions);
  return { content: bytes, checks };
};

/** Resolves to the file as it is after saving. */
export type SaveFile = (file: ResultFile) => Promise<SavedFile>;

/** Fetches a part and saves it, if there is a `save`. Rejects only with what stops the whole run. */
export const fetchPart = async (
  context: FollowContext,
  processId: string,
  part: Part,
  save: SaveFile | undefined,
): Promise<PartResult> => {
  let response: Response;
  try {
    response = await request(context, processId, part);
  } catch (error) {
    if (isFatal(error) || !(error instanceof AppError)) throw error;
    return { part, isNew: false, error };
  }
  const { content, ...values } = response;
  const file = await save?.({ kind: part.kind, name: part.name, content });
  return { part, file, isNew: file !== undefined, ...values };
};
