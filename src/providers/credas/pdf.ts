import type { Outcome, Session, ValuesOf } from '../contract.js';
import { assertTargetWritable, writeTarget, describeWrittenFile } from '../output-file.js';
import { readReport } from './api.js';
import type { pdfInputs } from './inputs.js';

/** The PDF report of a process, checked and written to a file. */
export const run = async (
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
