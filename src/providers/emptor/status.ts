import { isJsonObject, type JsonValue } from '../../json/value.js';
import { parseTimestamp } from '../../text/timestamp.js';
import type { Cell, Outcome, Session, ValuesOf } from '../contract.js';
import { readStatus } from './api.js';
import type { statusInputs } from './inputs.js';

/** A row of the status, with the values as Emptor writes them: the sets of values are not closed. */
export interface ReportRow {
  readonly name: string;
  readonly state: string;
  readonly outcome: string;
  readonly updatedAt: string;
}

const stringAt = (value: unknown, key: string): string => {
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return '';
  const text = value[key];
  return typeof text === 'string' ? text : '';
};

/**
 * The person, then each of its reports. That the status has `reports` and times like a delivery is
 * inferred from the page about webhooks, so missing values are empty strings.
 */
export const reportRows = (status: string, response: JsonValue): readonly ReportRow[] => {
  const reports = isJsonObject(response) && isJsonObject(response['reports']) ? response['reports'] : {};
  return [
    { name: 'person', state: status, outcome: '', updatedAt: stringAt(response, 'updated_at') },
    ...Object.entries(reports).map(([name, report]) => ({
      name,
      state: stringAt(report, 'state'),
      outcome: stringAt(report, 'outcome'),
      updatedAt: stringAt(report, 'updated_at'),
    })),
  ];
};

const cell = (text: string): Cell => (text === '' ? '-' : text);

/** Reads the status of a person's checks. Never follows links in the response; custom data is in the JSON only. */
export const run = async (session: Session, values: ValuesOf<typeof statusInputs>): Promise<Outcome> => {
  const { personId } = values;
  const { status, response, exact } = await readStatus(session.http, values.country, personId);
  const now = session.clock.now();
  const rows = reportRows(status, response).map((row) => ({
    ...row,
    updated: parseTimestamp(row.updatedAt, now),
  }));
  return {
    data: { personId, status, response },
    exact: { response: exact },
    view: {
      kind: 'table',
      columns: ['REPORT', 'STATE', 'OUTCOME', 'UPDATED'],
      rows: rows.map(({ name, state, outcome, updated }) => [
        cell(name),
        cell(state),
        cell(outcome),
        updated,
      ]),
      empty: 'There is nothing about this person.',
    },
    headline: `The status of person ${personId} is ${status}`,
    notes: rows.some(({ updated }) => updated.withoutZone)
      ? ['Emptor writes these times without a zone; UTC is assumed']
      : [],
  };
};
