import { isJsonObject, type JsonValue } from '../../json/value.js';
import { exactText } from '../../json/exact.js';
import type { Outcome, Session, ValuesOf } from '../contract.js';
import { pluralize } from '../../text/pluralize.js';
import { assertTargetWritable, writeTarget, describeWrittenFile } from '../output-file.js';
import { readDetails } from './api.js';
import type { detailsInputs } from './inputs.js';

/** What a value is, never what it says. */
const kindOf = (value: unknown): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return pluralize(value.length, 'item');
  if (isJsonObject(value)) return pluralize(Object.keys(value).length, 'field');
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'true or false';
};

const mostRows = 50;

/** A key is shown where it is a plain name: one made of data is none. */
const rowsOf = (value: JsonValue): readonly (readonly string[])[] => {
  if (!isJsonObject(value)) return [['(a list)', kindOf(value)]];
  const entries = Object.entries(value);
  const rows = entries
    .slice(0, mostRows)
    .map(([key, field]) => [/^[a-z_]\w{0,63}$/iu.test(key) ? key : '(another key)', kindOf(field)]);
  return entries.length > mostRows
    ? [...rows, [`(${pluralize(entries.length - mostRows, 'more key')})`, '']]
    : rows;
};

/** What a status other than that of a notice means is not documented. */
const statusWords = (value: JsonValue): string => {
  const status = isJsonObject(value) ? (value['status'] ?? value['Status']) : undefined;
  return typeof status === 'number' ? `, with status ${String(status)}` : '';
};

/** The detailed results: their outline for people, the whole answer by --json and --output. */
export const run = async (session: Session, values: ValuesOf<typeof detailsInputs>): Promise<Outcome> => {
  const { processId, output, force } = values;
  if (output !== undefined) await assertTargetWritable(session, output, force);
  const { bytes, value } = await readDetails(session.http, processId, { operation: 'details' });
  const file = output === undefined ? undefined : await writeTarget(session, output, bytes, force);
  return {
    data: { processId, response: value, ...(file !== undefined && { file: { ...file } }) },
    exact: { response: exactText(bytes) },
    view: {
      kind: 'table',
      columns: ['KEY', 'HOLDS'],
      rows: rowsOf(value),
      empty: 'The details are empty.',
    },
    headline: `Credas has the details of ${processId}${statusWords(value)}`,
    notes:
      file === undefined
        ? ['They hold personal data: all of it with --json, or in a file with --output FILE.']
        : [describeWrittenFile(file)],
  };
};
