import { checkSegment } from '../../http/segment.js';
import { allowPrivateUrl, type Inputs } from '../inputs/inputs.js';
import { checkEventName } from './known-events.js';
import { settingChecks } from './settings.js';

export const requestInputs = {
  event: {
    type: 'list',
    value: 'NAME',
    about: 'An event to be notified of; repeat or separate with commas (keyclic events lists them)',
    question: 'Which events?',
    validate: checkEventName,
  },
  url: {
    type: 'text',
    value: 'URL',
    about: 'Where Keyclic is to deliver (https)',
    question: 'Where should Keyclic deliver?',
    required: true,
  },
  format: {
    type: 'text',
    value: 'FORMAT',
    about: 'text (default), or eml: a draft that mail programs open',
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
      value === '-' ? 'Name a file; without --output the message goes to standard output.' : undefined,
  },
  force: { type: 'flag', about: 'Replace an existing --output file' },
  allowPrivateUrl,
} as const satisfies Inputs;

export const followInputs = {
  delivery: {
    type: 'text',
    value: 'DELIVERY',
    about: 'File with a delivery as Keyclic posted it, or - for standard input',
    question: 'Which file holds the delivery?',
    positional: true,
    required: true,
  },
} as const satisfies Inputs;

const organization = {
  type: 'text',
  value: 'ID',
  about: 'Id of the organization',
  question: 'Which organization?',
  required: true,
  setting: 'organization',
  validate: settingChecks.organization,
} as const;

const webhook = {
  type: 'text',
  value: 'WEBHOOK_ID',
  about: 'Id of the webhook (keyclic webhooks list shows it)',
  question: 'Which webhook?',
  positional: true,
  required: true,
  validate: checkSegment('uuid'),
} as const;

const event = {
  type: 'text',
  value: 'NAME',
  about: 'The one event of the webhook (keyclic events lists them)',
  validate: checkEventName,
} as const;

const url = { type: 'text', value: 'URL' } as const;

export const webhooksListInputs = { organization } as const satisfies Inputs;

export const webhooksCreateInputs = {
  event: { ...event, question: 'Which event?', required: true },
  url: {
    ...url,
    about: 'Where Keyclic delivers (https)',
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
    about: 'Deliver there from now on (https)',
    question: 'Where should Keyclic deliver from now on?',
  },
  allowPrivateUrl,
} as const satisfies Inputs;

export const webhooksDeleteInputs = { webhook } as const satisfies Inputs;
