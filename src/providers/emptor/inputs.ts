import { checkSegment } from '../../http/segment.js';
import { allowPrivateUrl, type Inputs } from '../inputs/inputs.js';
import { checkCountry, checkHeader } from './settings.js';

const country = {
  type: 'text',
  value: 'CC',
  about: 'Country of the person, two letters',
  question: 'Which country (two letters)?',
  required: true,
  setting: 'country',
  validate: checkCountry,
} as const;

export const mappingSetInputs = {
  url: {
    type: 'text',
    value: 'URL',
    about: 'HTTPS URL for deliveries of the whole organization',
    question: 'Where should Emptor deliver?',
    required: true,
  },
  allowPrivateUrl,
} as const satisfies Inputs;

export const personCreateInputs = {
  country,
  body: {
    type: 'text',
    value: 'FILE',
    about: 'File with a JSON object that describes the person; - reads standard input',
    question: 'Which file describes the person (JSON)?',
    required: true,
  },
  webhookUrl: {
    type: 'text',
    value: 'URL',
    about: 'HTTPS URL that Emptor calls when the checks of this person are complete',
    question: 'Where should Emptor send the result?',
    required: true,
  },
  webhookDetails: { type: 'flag', about: 'Deliver the reports too, not only the status' },
  webhookHeader: {
    type: 'text',
    value: 'NAME',
    about:
      'Header for the delivery; its value is the secret HEADER_VALUE from a variable, a file or the store, otherwise you are asked and it is stored',
    validate: checkHeader,
  },
  allowPrivateUrl,
} as const satisfies Inputs;

export const statusInputs = {
  personId: {
    type: 'text',
    value: 'PERSON_ID',
    about: 'ID of the person, from emptor person create or a delivery',
    question: 'Which person (ID)?',
    required: true,
    positional: true,
    validate: checkSegment('token'),
  },
  country,
} as const satisfies Inputs;
