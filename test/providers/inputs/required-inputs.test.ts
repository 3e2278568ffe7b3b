import { expect, it } from 'vitest';
import type { Inputs } from '../../../src/providers/inputs/inputs.js';
import { missingInputs } from '../../../src/providers/inputs/required-inputs.js';

const inputs = {
  url: { type: 'text', value: 'URL', about: 'Where', required: true },
  topic: { type: 'list', value: 'TOPIC', about: 'Which', required: true },
  note: { type: 'list', value: 'NOTE', about: 'Why' },
} as const satisfies Inputs;

it('names a required text without a value and a required list without an item', () => {
  expect(missingInputs(inputs, [], { url: undefined, topic: [], note: [] })).toEqual(['--url', '--topic']);
  expect(missingInputs(inputs, [], { url: 'u', topic: ['a'], note: [] })).toEqual([]);
});
