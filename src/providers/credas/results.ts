import { exactText } from '../../json/exact.js';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import { pluralize } from '../../text/pluralize.js';
import type { Outcome, Session, ValuesOf } from '../contract.js';
import { assertTargetWritable, describeWrittenFile, writeTarget } from '../output-file.js';
import { readChecks, readDetails, readReport, type Check } from './api.js';
import type { checksInputs, detailsInputs, pdfInputs } from './inputs.js';
import { checkTypeName } from './statuses.js';

const number = (value: number | null): string => (value === null ? '-' : String(value));

const checkRow = ({ type, name, status, statusName }: Check): readonly string[] => [
  checkTypeName(type) ?? number(type),
  name ?? '-',
  statusName ?? number(status),
];

/** The high-level results of one person: a table for people, the whole answer by --json and --output. */
export const runChecks = async (
  session: Session,
  values: ValuesOf<typeof checksInputs>,
): Promise<Outcome> => {
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
      rows: checks.map(checkRow),
      empty: 'Credas has no active checks of this entity.',
    },
    ...(file !== undefined && { notes: [describeWrittenFile(file)] }),
  };
};

/** What a value is, never what it says. */
const kindOf = (value: unknown): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return pluralize(value.length, 'item');
  if (isJsonObject(value)) return pluralize(Object.keys(value).length, 'field');
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'true or false';
};

const maxRows = 50;

/** A key is shown where it is a plain name: one made of data is none. */
const rowsOf = (value: JsonValue): readonly (readonly string[])[] => {
  if (!isJsonObject(value)) return [['(a list)', kindOf(value)]];
  const entries = Object.entries(value);
  const rows = entries
    .slice(0, maxRows)
    .map(([key, field]) => [/^[a-z_]\w{0,63}$/iu.test(key) ? key : '(another key)', kindOf(field)]);
  return entries.length > maxRows
    ? [...rows, [`(${pluralize(entries.length - maxRows, 'more key')})`, '']]
    : rows;
};

/** What a status other than that of a notice means is not documented. */
const statusWords = (value: JsonValue): string => {
  const status = isJsonObject(value) ? (value['status'] ?? value['Status']) : undefined;
  return typeof status === 'number' ? `, with status ${String(status)}` : '';
};

/** The detailed results: their outline for people, the whole answer by --json and --output. */
export const runDetails = async (
  session: Session,
  values: ValuesOf<typeof detailsInputs>,
): Promise<Outcome> => {
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

/** The PDF report of a process, checked and written to a file. */
export const runPdf = async (
  session: Session<'pdfRoute'>,
  values: ValuesOf<typeof pdfInputs>,
): Promise<Outcome> => {
  const { entityId, processId, output, force } = values;
  const route = session.setting('pdfRoute') === 'process' ? 'process' : 'entity';
  await assertTargetWritable(session, output, force);
  const pdf = await readReport(session.http, { entityId, processId, route }, { operation: 'pdf' });
  const file = await writeTarget(session, output, pdf, force);
  return {
    data: { entityId, processId, file: { ...file } },
    view: {
      kind: 'fields',
      fields: [
        { key: 'path', value: file.path, label: 'File' },
        { key: 'bytes', value: String(file.bytes), label: 'Bytes' },
        { key: 'sha256', value: file.sha256, label: 'SHA-256' },
      ],
    },
    headline: session.dryRun
      ? `The report of process ${processId} can be read`
      : `The report of process ${processId} is in ${file.path}`,
    ...(session.dryRun && { notes: [describeWrittenFile(file)] }),
  };
};
