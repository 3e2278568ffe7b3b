import { exactText } from '../../json/exact.js';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import { pluralize } from '../../text/pluralize.js';
import type { Outcome, Session, ValuesOf } from '../contract.js';
import { assertTargetWritable, describeWrittenFile, writeTarget } from '../output-file.js';
import { readChecks, readDetails, readReport, type Document } from './api.js';
import type { checksInputs, detailsInputs, pdfInputs } from './inputs.js';
import type { Check } from './responses.js';
import { checkTypeName } from './statuses.js';

/** Reads a response and writes it to the file of `--output`, if any. Checks the file before the request. */
const readDocument = async <Response extends Document>(
  session: Session,
  { output, force }: { readonly output: string | undefined; readonly force: boolean },
  read: () => Promise<Response>,
) => {
  if (output !== undefined) await assertTargetWritable(session, output, force);
  const response = await read();
  const { bytes, value } = response;
  const file = output === undefined ? undefined : await writeTarget(session, output, bytes, force);
  return {
    response,
    data: { response: value, ...(file !== undefined && { file: { ...file } }) },
    exact: { response: exactText(bytes) },
    fileNote: file && describeWrittenFile(file),
  };
};

const checkRow = ({ type, name, status, statusName }: Check): readonly string[] => [
  checkTypeName(type) ?? String(type ?? '-'),
  name ?? '-',
  statusName ?? String(status ?? '-'),
];

/** Shows the check results of one person as a table. `--json` and `--output` get the whole response. */
export const runChecks = async (
  session: Session,
  values: ValuesOf<typeof checksInputs>,
): Promise<Outcome> => {
  const { entityId } = values;
  const { response, data, exact, fileNote } = await readDocument(session, values, () =>
    readChecks(session.http, entityId, { operation: 'checks' }),
  );
  const { checks } = response;
  return {
    data: { entityId, checks: checks.map((check) => ({ ...check })), ...data },
    exact,
    view: {
      kind: 'table',
      columns: ['TYPE', 'NAME', 'STATUS'],
      rows: checks.map(checkRow),
      empty: 'Credas has no active checks of this entity.',
    },
    ...(fileNote !== undefined && { notes: [fileNote] }),
  };
};

/** The type or size of a value, without its content. */
const describeValue = (value: unknown): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return pluralize(value.length, 'item');
  if (isJsonObject(value)) return pluralize(Object.keys(value).length, 'field');
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'true or false';
};

const maxRows = 50;

/** Rows for the keys of the details. Only plain names are shown: another key may be personal data. */
const outlineRows = (value: JsonValue): readonly (readonly string[])[] => {
  if (!isJsonObject(value)) return [['(a list)', describeValue(value)]];
  const entries = Object.entries(value);
  const more = entries.length - maxRows;
  return [
    ...entries
      .slice(0, maxRows)
      .map(([key, field]) => [/^[a-z_]\w{0,63}$/iu.test(key) ? key : '(another key)', describeValue(field)]),
    ...(more > 0 ? [[`(${pluralize(more, 'more key')})`, '']] : []),
  ];
};

/** Shows an outline of the detailed results. `--json` and `--output` get the whole response. */
export const runDetails = async (
  session: Session,
  values: ValuesOf<typeof detailsInputs>,
): Promise<Outcome> => {
  const { processId } = values;
  const { response, data, exact, fileNote } = await readDocument(session, values, () =>
    readDetails(session.http, processId, { operation: 'details' }),
  );
  const { value } = response;
  const status = isJsonObject(value) ? (value['status'] ?? value['Status']) : undefined;
  const withStatus = typeof status === 'number' ? `, with status ${String(status)}` : '';
  return {
    data: { processId, ...data },
    exact,
    view: {
      kind: 'table',
      columns: ['KEY', 'HOLDS'],
      rows: outlineRows(value),
      empty: 'The details are empty.',
    },
    headline: `Credas has the details of ${processId}${withStatus}`,
    notes: [fileNote ?? 'They contain personal data. To get all of it, use --json or --output FILE.'],
  };
};

/** Downloads the PDF report of a process, checks that it is complete, and writes it to a file. */
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
