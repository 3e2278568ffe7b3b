import { kebab } from '../names.js';
import type { Input } from './inputs.js';

/** A word behind the command, or all of them. */
export const isPositional = (input: Input): boolean =>
  (input.type === 'text' || input.type === 'list') && input.positional === true;

/** Longer lists of choices would push the text of help aside. */
const longestChoices = 24;

/** The word for a value in help: `URL`, or the choices there are. */
const valueWord = (input: Input): string => {
  switch (input.type) {
    case 'text':
    case 'list': {
      const choices = (input.choices ?? []).join('|');
      return choices === '' || choices.length > longestChoices ? input.value : choices;
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

/** What one types for an input: `--url`, or `PERSON_ID`. */
export const inputLabel = (name: string, input: Input): string =>
  isPositional(input) && 'value' in input ? input.value : `--${kebab(name)}`;

/** The same with its value: `--url URL`, `DELIVERY...`. */
export const inputUsage = (name: string, input: Input): string => {
  if (isPositional(input)) return `${inputLabel(name, input)}${input.type === 'list' ? '...' : ''}`;
  return `--${kebab(name)} ${valueWord(input)}`.trimEnd();
};
