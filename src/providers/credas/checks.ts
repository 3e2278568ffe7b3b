import { exactText } from '../../json/exact.js';
import type { Outcome, Session, ValuesOf } from '../contract.js';
import { assertTargetWritable, writeTarget, describeWrittenFile } from '../output-file.js';
import { readChecks, type Check } from './api.js';
import type { checksInputs } from './inputs.js';
import { checkTypeName } from './statuses.js';

const number = (value: number | null): string => (value === null ? '-' : String(value));

const row = ({ type, name, status, statusName }: Check): readonly string[] => [
  checkTypeName(type) ?? number(type),
  name ?? '-',
  statusName ?? number(status),
];

/** The high-level results of one person: a table for people, the whole answer by --json and --output. */
export const run = async (session: Session, values: ValuesOf<typeof checksInputs>): Promise<Outcome> => {
  const { entityId, output, force } = values;
  if (output !== undefined) await assertTargetWritable(session, output, force);
  const { bytes, value, checks } = await readChecks(session.http, entityId, { operation: 'checks' });
  const file = output === undefined ? undefined : await writeTarget(session, output, bytes, force);
  return {
    data: {
      entityId,
      checks: checks.map((check) => ({ ...check })),
      response: value,
      ...(file !== undefined && { file: { ...file } }),
    },
    exact: { response: exactText(bytes) },
    view: {
      kind: 'table',
      columns: ['TYPE', 'NAME', 'STATUS'],
      rows: checks.map(row),
      empty: 'Credas has no active checks of this entity.',
    },
    ...(file !== undefined && { notes: [describeWrittenFile(file)] }),
  };
};
