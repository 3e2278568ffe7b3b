import { allowPrivateUrl, webhookUrl, type Inputs } from '../inputs/inputs.js';

const event = {
  type: 'list',
  value: 'NAME',
  question: 'Which events?',
} as const;
const signature = {
  type: 'toggle',
  question: 'How should deliveries be secured?',
  answers: ['Signature (recommended)', 'Token in a header'],
  aboutNo: 'Send the secret itself in a header instead (weaker)',
} as const;

export const createInputs = {
  url: webhookUrl('Amani'),
  event: {
    ...event,
    about: 'Event to turn on; repeat, or separate with commas (list them: amani events)',
  },
  allEvents: { type: 'flag', about: 'Turn on every event' },
  signature: { ...signature, about: 'Sign deliveries with an HMAC (default)' },
  allowPrivateUrl,
} as const satisfies Inputs;

export const updateInputs = {
  url: {
    type: 'text',
    value: 'URL',
    about: 'New URL for deliveries (https)',
    question: 'Where should Amani deliver?',
  },
  event: { ...event, about: 'Event to turn on; all events that are not named are turned off' },
  allEvents: { type: 'flag', about: 'Turn on every event' },
  enable: { type: 'list', value: 'NAME', about: 'Turn on this event; leave the others' },
  disable: { type: 'list', value: 'NAME', about: 'Turn off this event; leave the others' },
  signature: { ...signature, about: 'Sign deliveries with an HMAC' },
  allowPrivateUrl,
} as const satisfies Inputs;
