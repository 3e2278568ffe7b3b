import { type PdfRoute, readChecks, readDetails, readReport } from '../api.js';
import { AppError, configError } from '../../../errors.js';
import type { JsonValue } from '../../../json/value.js';
import type { SavedFile } from '../../../results/manifest.js';
import { describeFile, readProven, type ListedNow, type NewFile } from '../../../results/save.js';
import type { OutputFolder } from '../../../world.js';
import { checksIn, type Check } from '../responses.js';
import { endsTheRun } from './messages.js';
import type { FollowTools } from './process.js';

export type PartKind = 'checks' | 'details' | 'pdf';

/** A file that a process should have. Its name is ours, made of validated ids. */
export interface Part {
  readonly kind: PartKind;
  readonly name: string;
  /** Undefined for what belongs to the process as a whole. */
  readonly entityId: string | undefined;
  /** For messages: `the report of <entity>`. */
  readonly what: string;
}

export interface Wanted {
  readonly only: readonly string[];
  readonly route: PdfRoute;
}

const wants = ({ only }: Wanted, kind: PartKind): boolean => only.length === 0 || only.includes(kind);

/** Whether anything is wanted that takes an entity's id. */
export const needsEntity = (wanted: Wanted): boolean =>
  wants(wanted, 'checks') || (wants(wanted, 'pdf') && wanted.route === 'entity');

/** The parts of the process as a whole. */
export const processParts = (wanted: Wanted): readonly Part[] => [
  ...(wants(wanted, 'details')
    ? [{ kind: 'details', name: 'details.json', entityId: undefined, what: 'the details' } as const]
    : []),
  ...(wants(wanted, 'pdf') && wanted.route === 'process'
    ? [{ kind: 'pdf', name: 'report.pdf', entityId: undefined, what: 'the report' } as const]
    : []),
];

/** The parts of one entity. */
export const entityParts = (wanted: Wanted, entityId: string): readonly Part[] => [
  ...(wants(wanted, 'checks')
    ? [
        {
          kind: 'checks',
          name: `active-checks-${entityId}.json`,
          entityId,
          what: `the checks of ${entityId}`,
        } as const,
      ]
    : []),
  ...(wants(wanted, 'pdf') && wanted.route === 'entity'
    ? [{ kind: 'pdf', name: `report-${entityId}.pdf`, entityId, what: `the report of ${entityId}` } as const]
    : []),
];

/** A part that is there, or why it is not. */
export interface Fetched {
  readonly part: Part;
  /** Undefined where it failed, and where it was only needed for a look. */
  readonly file: SavedFile | undefined;
  /** It was not there before. */
  readonly fresh: boolean;
  readonly checks: readonly Check[];
  /** The details. */
  readonly value: JsonValue | undefined;
  readonly error: AppError | undefined;
}

const nothing = { file: undefined, fresh: false, checks: [], value: undefined, error: undefined } as const;

/** A file that an earlier run checked before it saved it. */
const reread = (folder: OutputFolder, part: Part, file: NewFile): Fetched => {
  const fetched: Fetched = { ...nothing, part, file: describeFile(file) };
  if (part.kind === 'pdf') return fetched;
  try {
    const value = JSON.parse(new TextDecoder().decode(file.content)) as JsonValue; // what JSON.parse gives
    return part.kind === 'details' ? { ...fetched, value } : { ...fetched, checks: checksIn(value) };
  } catch (cause) {
    throw configError(`${folder.path}/${part.name} is not what an earlier run saved. Nothing was written.`, {
      hint: 'Start this process anew with --force.',
      cause,
    });
  }
};

/** The part as the manifest proves it; undefined where it has to be fetched. AppError `config` for somebody's file. */
export const provenPart = async (
  folder: OutputFolder,
  part: Part,
  listed: readonly SavedFile[],
  listedNow: ListedNow,
): Promise<Fetched | undefined> => {
  const file = await readProven(folder, part.name, listed, listedNow);
  return file === undefined ? undefined : reread(folder, part, file);
};

type Answer = Pick<Fetched, 'checks' | 'value'> & { readonly content: Uint8Array };

const askFor = async (tools: FollowTools, processId: string, part: Part): Promise<Answer> => {
  const { http } = tools.session;
  const { options } = tools;
  const { kind, entityId = '' } = part;
  if (kind === 'details') {
    const { bytes, value } = await readDetails(http, processId, options);
    return { content: bytes, value, checks: [] };
  }
  if (kind === 'checks') {
    const { bytes, checks } = await readChecks(http, entityId, options);
    return { content: bytes, value: undefined, checks };
  }
  const report = { entityId: part.entityId, processId, route: tools.wanted.route };
  return { content: await readReport(tools.session.http, report, options), value: undefined, checks: [] };
};

/** Resolves to the file as it is there then. */
export type Save = (file: NewFile) => Promise<SavedFile>;

/** Fetches a part, and saves it unless it is only needed for a look. Rejects with what ends the whole run. */
export const fetchPart = async (
  tools: FollowTools,
  processId: string,
  part: Part,
  save: Save | undefined,
): Promise<Fetched> => {
  let answer: Answer;
  try {
    answer = await askFor(tools, processId, part);
  } catch (error) {
    if (endsTheRun(error) || !(error instanceof AppError)) throw error;
    return { ...nothing, part, error };
  }
  const { content, checks, value } = answer;
  const file = await save?.({ kind: part.kind, name: part.name, content });
  return { ...nothing, part, file, fresh: file !== undefined, checks, value };
};
