import type { Check } from '../world.js';

interface InputBase {
  /** One line of help. */
  readonly about: string;
  /** Asked on a terminal when it is missing; without it the input is never asked for. */
  readonly question?: string;
}

/** `--name VALUE`, or a positional argument. */
export interface TextInput extends InputBase {
  readonly type: 'text';
  /** The word in help, for example `URL`. */
  readonly value: string;
  readonly required?: true;
  readonly positional?: true;
  /** Says what is wrong, or nothing. Runs on flags and answers alike. */
  readonly check?: Check;
}

/** `--name VALUE`, repeatable, commas separate several. */
export interface ListInput extends InputBase {
  readonly type: 'list';
  readonly value: string;
}

/** `--name`. */
export interface FlagInput extends InputBase {
  readonly type: 'flag';
}

/** `--name` and `--no-name`; undefined when neither is given. */
export interface ToggleInput extends InputBase {
  readonly type: 'toggle';
  readonly aboutNo: string;
  /** Labels of the two answers: yes, no. */
  readonly answers: readonly [string, string];
}

/** `--name DURATION`, in milliseconds. */
export interface DurationInput extends InputBase {
  readonly type: 'duration';
  /** A bare 0 means none. */
  readonly zero?: true;
}

export type Input = TextInput | ListInput | FlagInput | ToggleInput | DurationInput;
export type Inputs = Readonly<Record<string, Input>>;

type ValueOf<I extends Input> = I extends FlagInput
  ? boolean
  : I extends ListInput
    ? readonly string[]
    : I extends ToggleInput
      ? boolean | undefined
      : I extends DurationInput
        ? number | undefined
        : I extends { readonly required: true }
          ? string
          : string | undefined;

/** What `run` receives for declared inputs. */
export type ValuesOf<I extends Inputs> = { readonly [Name in keyof I]: ValueOf<I[Name]> };

/** Inputs that belong together. */
export interface InputGroup<Name extends string = string> {
  readonly inputs: readonly [Name, ...Name[]];
  /** At least one is needed. */
  readonly required?: true;
  /** Not two at once. */
  readonly exclusive?: true;
}
