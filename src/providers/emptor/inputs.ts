import { checkSegment } from '../../http/segment.js';
import { allowPrivateUrl, type Inputs } from '../inputs/inputs.js';
import { checkCountry, checkHeader } from './checks.js';

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
    about: 'Where Emptor delivers for the whole organisation (https)',
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
    about: 'JSON object that describes the person; - reads standard input',
    question: 'Which file describes the person (JSON)?',
    required: true,
  },
  webhookUrl: {
    type: 'text',
    value: 'URL',
    about: 'Where Emptor posts when the checks of this person are complete (https)',
    question: 'Where should Emptor post the result?',
    required: true,
  },
  webhookDetails: { type: 'flag', about: 'Deliver the reports too; without it the status only' },
  webhookHeader: {
    type: 'text',
    value: 'NAME',
    about:
      'Header that the delivery carries; its value is the secret HEADER_VALUE, of a variable, a file or the store, else asked for and stored',
    validate: checkHeader,
  },
  allowPrivateUrl,
} as const satisfies Inputs;

export const statusInputs = {
  personId: {
    type: 'text',
    value: 'PERSON_ID',
    about: 'Id of the person, as emptor person create and deliveries give it',
    question: 'Which person (id)?',
    required: true,
    positional: true,
    validate: checkSegment('token'),
  },
  country,
} as const satisfies Inputs;
