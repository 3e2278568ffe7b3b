import type { Validator } from '../../world.js';

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
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** The setting that stands in where it is not given. */
  readonly setting?: string;
  /** Says what is wrong, or nothing. Runs on flags and answers alike. */
  readonly validate?: Validator;
}

/** `--name VALUE`, repeatable, commas separate several; or all the words behind the command. */
export interface ListInput extends InputBase {
  readonly type: 'list';
  readonly value: string;
  /** The words behind the command, each whole: a comma may be part of a file's name. */
  readonly positional?: true;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** Says what is wrong with one of them, or nothing. */
  readonly validate?: Validator;
}

/** `--name KEY=VALUE`, repeatable; a comma is part of the value. */
export interface PairsInput extends InputBase {
  readonly type: 'pairs';
}

/** `--name N`, a whole number. */
export interface NumberInput extends InputBase {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
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

export type Input =
  TextInput | ListInput | PairsInput | NumberInput | FlagInput | ToggleInput | DurationInput;
export type Inputs = Readonly<Record<string, Input>>;

type ValueOf<I extends Input> = I extends FlagInput
  ? boolean
  : I extends ListInput
    ? readonly string[]
    : I extends PairsInput
      ? readonly (readonly [key: string, value: string])[]
      : I extends ToggleInput
        ? boolean | undefined
        : I extends DurationInput | NumberInput
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

/** Of every operation that is told where to deliver. */
export const allowPrivateUrl = {
  type: 'flag',
  about: 'Accept a URL on a private network or on this machine',
} as const satisfies FlagInput;
