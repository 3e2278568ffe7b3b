import type { Outcome, Session, ValuesOf } from '../contract.js';
import { readStatus } from './api.js';
import type { statusInputs } from './inputs.js';
import { namesZone, reportLines } from './reports.js';

/** Reads how far the checks of a person are. Links in the answer are never followed; custom data is shown in JSON only. */
export const run = async (session: Session, values: ValuesOf<typeof statusInputs>): Promise<Outcome> => {
  const { personId } = values;
  const { status, response } = await readStatus(session.http, values.country, personId);
  const lines = reportLines(status, response);
  const withoutZone = lines.some(({ updatedAt }) => updatedAt !== '' && !namesZone(updatedAt));
  return {
    data: { personId, status, response },
    view: {
      kind: 'table',
      columns: ['REPORT', 'STATE', 'OUTCOME', 'UPDATED'],
      rows: lines.map(({ name, state, outcome, updatedAt }) => [name, state, outcome, updatedAt]),
      empty: 'Nothing is known of this person.',
    },
    headline: `Emptor says ${status} of person ${personId}`,
    notes: withoutZone ? ['Emptor writes these times without a zone; they look like UTC (assumed)'] : [],
  };
};
