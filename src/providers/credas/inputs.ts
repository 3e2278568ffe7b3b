import { allowPrivateUrl, type Inputs, type InputGroup } from '../inputs/inputs.js';
import { validateGuid } from './fields.js';

/** `-` would be standard output, which is for documents only. */
const validateOutput = (value: string): string | undefined =>
  value === '-' ? 'Enter a file name. To print the whole response, use --json.' : undefined;

const entityId = {
  type: 'text',
  value: 'ENTITY_ID',
  about: 'Entity id of the person, as shown by credas process create and credas follow',
  question: 'Which entity?',
  required: true,
  positional: true,
  validate: validateGuid,
} as const;

const processId = {
  type: 'text',
  value: 'PROCESS_ID',
  about: 'Process id, as in the delivery',
  question: 'Which process?',
  required: true,
  positional: true,
  validate: validateGuid,
} as const;

const output = {
  type: 'text',
  value: 'FILE',
  about: 'Write the whole response to a new file (mode 0600)',
  validate: validateOutput,
} as const;

const force = { type: 'flag', about: 'Replace an existing --output file' } as const;

export const checksInputs = { entityId, output, force } as const satisfies Inputs;

export const detailsInputs = { processId, output, force } as const satisfies Inputs;

export const pdfInputs = {
  entityId,
  processId,
  output: {
    ...output,
    about: 'Write the report to a new file (mode 0600)',
    question: 'Which file should the report be written to?',
    required: true,
    validate: (value: string) =>
      value === '-' ? 'Enter a file name. A PDF cannot be written to standard output.' : undefined,
  },
  force,
} as const satisfies Inputs;

export const processCreateInputs = {
  body: {
    type: 'text',
    value: 'FILE',
    about:
      'The process as JSON: title, journeyId and processEntities, each with firstName, surname, emailAddress or phoneNumber, actorId, contactViaEmail, contactViaSms, inPerson; - reads standard input',
    question: 'Which file contains the process?',
    required: true,
  },
  webhookUrl: {
    type: 'text',
    value: 'URL',
    about: 'URL that Credas calls when the process is complete (https); cannot be changed later',
    question: 'Which URL should Credas call when the process is complete?',
    required: true,
  },
  reference: {
    type: 'pairs',
    about: 'Add a query parameter to the URL, encoded; do not use personal data',
  },
  allowPrivateUrl,
} as const satisfies Inputs;

export const followInputs = {
  delivery: {
    type: 'list',
    value: 'DELIVERY',
    positional: true,
    about: 'Files with deliveries, or - for standard input: one JSON object, or one per line',
    question: 'Which file contains the delivery?',
  },
  process: {
    type: 'list',
    value: 'ID',
    about: 'Follow this process without a delivery; repeat or separate with commas',
    validate: validateGuid,
  },
  entity: {
    type: 'list',
    value: 'ID',
    about: 'Entity id of a person in that process, if Credas does not name them',
    validate: validateGuid,
  },
  only: {
    type: 'list',
    value: 'PART',
    choices: ['checks', 'details', 'pdf'],
    about: 'Fetch only these parts; repeat or separate with commas',
  },
  wait: {
    type: 'duration',
    about: 'Wait up to this long for the process to complete (default: do not wait, exit 8)',
  },
  concurrency: {
    type: 'number',
    min: 1,
    max: 64,
    about: 'Maximum number of requests at a time: 1 to 64 (default 4)',
  },
  outputDir: {
    type: 'text',
    value: 'DIR',
    about: 'Create the folders credas-<process> in this directory (default: current directory)',
  },
  force: { type: 'flag', about: 'Fetch everything again and replace existing files' },
} as const satisfies Inputs;

export const followGroups = [
  { inputs: ['delivery', 'process'], required: true, exclusive: true },
] as const satisfies readonly InputGroup<keyof typeof followInputs>[];
