import { allowPrivateUrl, type Inputs } from '../inputs/inputs.js';

const url = { type: 'text', value: 'URL', question: 'Where should Amani deliver?' } as const;
const event = {
  type: 'list',
  value: 'NAME',
  question: 'Which events?',
} as const;
const signature = {
  type: 'toggle',
  question: 'How should deliveries be secured?',
  answers: ['Signature (recommended)', 'Token in a header'],
  aboutNo: 'Deliveries carry the secret itself in a header: weaker',
} as const;

export const createInputs = {
  url: { ...url, about: 'Where Amani delivers (https)', required: true },
  event: {
    ...event,
    about: 'An event to switch on; repeat or separate with commas (amani events lists them)',
  },
  allEvents: { type: 'flag', about: 'Switch every event on' },
  signature: { ...signature, about: 'Deliveries carry an HMAC signature (default)' },
  allowPrivateUrl,
} as const satisfies Inputs;

export const updateInputs = {
  url: { ...url, about: 'Deliver there from now on (https)' },
  event: { ...event, about: 'The events to be on; all others go off' },
  allEvents: { type: 'flag', about: 'Switch every event on' },
  enable: { type: 'list', value: 'NAME', about: 'Switch this event on, leave the others' },
  disable: { type: 'list', value: 'NAME', about: 'Switch this event off, leave the others' },
  signature: { ...signature, about: 'Deliveries carry an HMAC signature' },
  allowPrivateUrl,
} as const satisfies Inputs;
