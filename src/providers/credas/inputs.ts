import { allowPrivateUrl, type Inputs, type InputGroup } from '../inputs/inputs.js';
import { validateGuid } from './fields.js';

/** A file that is to be made; `-` would be standard output, which takes documents only. */
const checkFile = (value: string): string | undefined =>
  value === '-' ? 'Name a file; the whole answer goes to standard output with --json.' : undefined;

const entityId = {
  type: 'text',
  value: 'ENTITY_ID',
  about: 'Id of the person, as credas process create and credas follow show it',
  question: 'Which entity?',
  required: true,
  positional: true,
  validate: validateGuid,
} as const;

const processId = {
  type: 'text',
  value: 'PROCESS_ID',
  about: 'The process, as its notice names it',
  question: 'Which process?',
  required: true,
  positional: true,
  validate: validateGuid,
} as const;

const output = {
  type: 'text',
  value: 'FILE',
  about: 'Write the whole answer to a new file, mode 0600',
  validate: checkFile,
} as const;

const force = { type: 'flag', about: 'Replace an existing --output file' } as const;

export const checksInputs = { entityId, output, force } as const satisfies Inputs;

export const detailsInputs = { processId, output, force } as const satisfies Inputs;

export const pdfInputs = {
  entityId,
  processId,
  output: {
    ...output,
    about: 'Write the report to a new file, mode 0600',
    question: 'Which file should hold the report?',
    required: true,
    validate: (value: string) =>
      value === '-' ? 'Name a file; a PDF is not for standard output.' : undefined,
  },
  force,
} as const satisfies Inputs;

export const processCreateInputs = {
  body: {
    type: 'text',
    value: 'FILE',
    about:
      'The process as JSON: title, journeyId and processEntities, each with firstName, surname, emailAddress or phoneNumber, actorId, contactViaEmail, contactViaSms, inPerson; - reads standard input',
    question: 'Which file holds the process?',
    required: true,
  },
  webhookUrl: {
    type: 'text',
    value: 'URL',
    about: 'Where Credas posts when the process is complete (https); it cannot be changed later',
    question: 'Where should Credas post when it is complete?',
    required: true,
  },
  reference: {
    type: 'pairs',
    about: 'A parameter added to the query of the URL, encoded; no personal data',
  },
  allowPrivateUrl,
} as const satisfies Inputs;

export const followInputs = {
  delivery: {
    type: 'list',
    value: 'DELIVERY',
    positional: true,
    about: 'Files with what Credas posted, or - for standard input: one JSON or one a line',
    question: 'Which file holds the delivery?',
  },
  process: {
    type: 'list',
    value: 'ID',
    about: 'Follow this process, without a delivery; repeat or separate with commas',
    validate: validateGuid,
  },
  entity: {
    type: 'list',
    value: 'ID',
    about: 'A person of that one process, for when Credas does not name them',
    validate: validateGuid,
  },
  only: {
    type: 'list',
    value: 'PART',
    choices: ['checks', 'details', 'pdf'],
    about: 'Fetch these parts only; repeat or separate with commas',
  },
  wait: {
    type: 'duration',
    about: 'Wait so long for a process that is not complete (without: exit 8)',
  },
  concurrency: {
    type: 'number',
    min: 1,
    max: 64,
    about: 'Requests in flight together, over all processes: 1 to 64 (default 4)',
  },
  outputDir: {
    type: 'text',
    value: 'DIR',
    about: 'Where the folders credas-<process> go (default: here)',
  },
  force: { type: 'flag', about: 'Fetch everything again, and replace files that are there' },
} as const satisfies Inputs;

export const followGroups = [
  { inputs: ['delivery', 'process'], required: true, exclusive: true },
] as const satisfies readonly InputGroup<keyof typeof followInputs>[];
