import { kebab } from '../names.js';
import type { Input } from './inputs.js';

export const isPositional = (input: Input): boolean =>
  (input.type === 'text' || input.type === 'list') && input.positional === true;

/** Longer lists of choices would not fit into a column of help. */
const maxChoicesLength = 24;

/** The placeholder of a value in help: `URL`, or the choices. */
const placeholder = (input: Input): string => {
  switch (input.type) {
    case 'text':
    case 'list': {
      const choices = (input.choices ?? []).join('|');
      return choices === '' || choices.length > maxChoicesLength ? input.value : choices;
    }
    case 'pairs':
      return 'KEY=VALUE';
    case 'number':
      return 'N';
    case 'duration':
      return 'DURATION';
    case 'flag':
    case 'toggle':
      return '';
  }
};

/** How messages name an input: `--url`, `PERSON_ID`. */
export const inputLabel = (name: string, input: Input): string =>
  isPositional(input) && 'value' in input ? input.value : `--${kebab(name)}`;

/** How help shows an input: `--url URL`, `DELIVERY...`. */
export const inputUsage = (name: string, input: Input): string => {
  if (isPositional(input)) return `${inputLabel(name, input)}${input.type === 'list' ? '...' : ''}`;
  return `--${kebab(name)} ${placeholder(input)}`.trimEnd();
};
