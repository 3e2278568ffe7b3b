import type { PdfRoute } from '../api.js';

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
