import type { Cell, Outcome, Session, ValuesOf } from '../contract.js';
import { parseTimestamp } from '../../text/timestamp.js';
import { readStatus } from './api.js';
import type { statusInputs } from './inputs.js';
import { reportLines } from './reports.js';

const filled = (text: string): Cell => (text === '' ? '-' : text);

/** Reads how far the checks of a person are. Links in the answer are never followed; custom data is shown in JSON only. */
export const run = async (session: Session, values: ValuesOf<typeof statusInputs>): Promise<Outcome> => {
  const { personId } = values;
  const { status, response, exact } = await readStatus(session.http, values.country, personId);
  const now = session.clock.now();
  const lines = reportLines(status, response).map((line) => ({
    ...line,
    updated: parseTimestamp(line.updatedAt, now),
  }));
  return {
    data: { personId, status, response },
    exact: { response: exact },
    view: {
      kind: 'table',
      columns: ['REPORT', 'STATE', 'OUTCOME', 'UPDATED'],
      rows: lines.map(({ name, state, outcome, updated }) => [
        filled(name),
        filled(state),
        filled(outcome),
        updated,
      ]),
      empty: 'Nothing is known of this person.',
    },
    headline: `Emptor says ${status} of person ${personId}`,
    notes: lines.some(({ updated }) => updated.withoutZone)
      ? ['Emptor writes these times without a zone; they look like UTC (assumed)']
      : [],
  };
};
