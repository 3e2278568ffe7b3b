import { checkSegment } from '../../http/segment.js';
import { allowPrivateUrl, type Inputs } from '../inputs/inputs.js';
import { checkEventName } from './events.js';
import { validators } from './settings.js';

export const requestInputs = {
  event: {
    type: 'list',
    value: 'NAME',
    about: 'Event to be notified of; repeat it or separate names with commas (see: keyclic events)',
    question: 'Which events?',
    validate: checkEventName,
  },
  url: {
    type: 'text',
    value: 'URL',
    about: 'HTTPS URL that receives deliveries',
    question: 'Where should Keyclic deliver?',
    required: true,
  },
  format: {
    type: 'text',
    value: 'FORMAT',
    about: 'text (default), or eml: a draft for mail programs',
    choices: ['text', 'eml'],
  },
  language: {
    type: 'text',
    value: 'LANGUAGE',
    about: 'en (default) or fr',
    choices: ['en', 'fr'],
  },
  output: {
    type: 'text',
    value: 'FILE',
    about: 'Write the message to a new file, mode 0600',
    validate: (value: string) =>
      value === '-'
        ? 'Must be a file. Without --output the message is printed to standard output.'
        : undefined,
  },
  force: { type: 'flag', about: 'Replace an existing --output file' },
  allowPrivateUrl,
} as const satisfies Inputs;

export const followInputs = {
  delivery: {
    type: 'text',
    value: 'DELIVERY',
    about: 'File with the body of a delivery, or - for standard input',
    question: 'Which file has the delivery?',
    positional: true,
    required: true,
  },
} as const satisfies Inputs;

const organization = {
  type: 'text',
  value: 'ID',
  about: 'ID of the organization',
  question: 'Which organization?',
  required: true,
  setting: 'organization',
  validate: validators.organization,
} as const;

const webhook = {
  type: 'text',
  value: 'WEBHOOK_ID',
  about: 'ID of the webhook (see: keyclic webhooks list)',
  question: 'Which webhook?',
  positional: true,
  required: true,
  validate: checkSegment('uuid'),
} as const;

const event = {
  type: 'text',
  value: 'NAME',
  about: 'Event of the webhook (see: keyclic events)',
  validate: checkEventName,
} as const;

const url = { type: 'text', value: 'URL' } as const;

export const webhooksListInputs = { organization } as const satisfies Inputs;

export const webhooksCreateInputs = {
  event: { ...event, question: 'Which event?', required: true },
  url: {
    ...url,
    about: 'HTTPS URL that receives deliveries',
    question: 'Where should Keyclic deliver?',
    required: true,
  },
  organization,
  allowPrivateUrl,
} as const satisfies Inputs;

export const webhooksUpdateInputs = {
  webhook,
  event,
  url: {
    ...url,
    about: 'New HTTPS URL for deliveries',
    question: 'Where should Keyclic deliver now?',
  },
  allowPrivateUrl,
} as const satisfies Inputs;

export const webhooksDeleteInputs = { webhook } as const satisfies Inputs;
