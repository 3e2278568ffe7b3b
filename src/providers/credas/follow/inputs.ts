import type { InputGroup, Inputs } from '../../inputs/inputs.js';
import { checkGuid } from '../guid.js';

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
    validate: checkGuid,
  },
  entity: {
    type: 'list',
    value: 'ID',
    about: 'A person of that one process, for when Credas does not name them',
    validate: checkGuid,
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
