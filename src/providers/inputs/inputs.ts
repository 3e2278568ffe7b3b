import type { Validator } from '../../world.js';

interface InputBase {
  /** One line of help. */
  readonly about: string;
  /** Asked on a terminal when the input is missing; without a question it is never asked for. */
  readonly question?: string;
}

/** `--name VALUE`, or a positional argument. */
export interface TextInput extends InputBase {
  readonly type: 'text';
  /** The placeholder in help, for example `URL`. */
  readonly value: string;
  readonly required?: true;
  readonly positional?: true;
  /** The only accepted values. */
  readonly choices?: readonly string[];
  /** Key of the setting that is used when the input is missing. */
  readonly setting?: string;
  /** Returns a sentence for an invalid value, else undefined. Also checks answers to the question. */
  readonly validate?: Validator;
}

/** `--name VALUE`, repeatable or comma-separated; or all positional arguments. */
export interface ListInput extends InputBase {
  readonly type: 'list';
  readonly value: string;
  /** At least one value is needed. */
  readonly required?: true;
  /** All positional arguments. Commas do not separate them: a file name may have one. */
  readonly positional?: true;
  /** The only accepted values. */
  readonly choices?: readonly string[];
  /** Returns a sentence for an invalid value, else undefined. */
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

/** `--name` and `--no-name`. */
export interface ToggleInput extends InputBase {
  readonly type: 'toggle';
  readonly aboutNo: string;
  /** Labels of the two choices, yes first. */
  readonly answers: readonly [string, string];
}

/** `--name DURATION`, in milliseconds. */
export interface DurationInput extends InputBase {
  readonly type: 'duration';
  /** Accepts `0`. */
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

/** The values that `run` receives for its declared inputs. */
export type ValuesOf<I extends Inputs> = { readonly [Name in keyof I]: ValueOf<I[Name]> };

/** A rule about several inputs. */
export interface InputGroup<Name extends string = string> {
  readonly inputs: readonly [Name, ...Name[]];
  /** At least one is required. */
  readonly required?: true;
  /** At most one may be given. */
  readonly exclusive?: true;
}

/** The required URL of a webhook. `name` is the provider's name. */
export const webhookUrl = (name: string) =>
  ({
    type: 'text',
    value: 'URL',
    about: `URL that ${name} sends deliveries to (https)`,
    question: `Where should ${name} deliver?`,
    required: true,
  }) as const satisfies TextInput;

/** For every operation that takes a webhook URL. */
export const allowPrivateUrl = {
  type: 'flag',
  about: 'Accept a URL on a private network or on this machine',
} as const satisfies FlagInput;
