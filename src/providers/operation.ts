import type { ExitName } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import type { Choice } from '../world.js';
import type { Absent, Basis } from './capabilities.js';
import type { InputGroup, Inputs, ValuesOf } from './inputs/inputs.js';
import type { Session } from './session.js';

/** The exits of every operation that sends a request. One that changes something adds `partial`. */
export const callExits = ['ok', 'usage', 'config', 'auth', 'unavailable', 'refused'] as const;

/** What an operation changes; help and dry runs depend on it. */
export type Effect = 'local' | 'read' | 'change' | 'rotate' | 'invite';

/** What the question for an input offers, from the live service or the local store. */
export interface Suggestion {
  readonly initial?: string;
  readonly choices?: readonly Choice[];
  /** Throws AppError for a value that the operation would refuse; the question then shows its message. */
  readonly validate?: (value: string) => unknown;
}

export type Suggestions<I extends Inputs> = { readonly [Name in keyof I]?: Suggestion };

/** The module that implements an operation; loaded when it runs. */
export interface Runner<I extends Inputs, Key extends string> {
  readonly run: (session: Session<Key>, values: ValuesOf<I>) => Promise<Outcome>;
  /** Called before questions are asked, with the values that were given. */
  readonly suggest?: (session: Session<Key>, typed: Partial<ValuesOf<I>>) => Promise<Suggestions<I>>;
}

export interface OperationFacts<I extends Inputs> {
  /** The command after the provider, for example `['token', 'rotate']`. */
  readonly commandPath: readonly [string, ...string[]];
  /** One line of purpose. */
  readonly summary: string;
  readonly inputs: I;
  readonly groups?: readonly InputGroup<keyof I & string>[];
  readonly effect: Effect;
  readonly basis: Basis;
  /** Required value of a setting; with any other the command exits with 7 before it asks anything. */
  readonly onlyWhen?: { readonly setting: string; readonly is: string; readonly otherwise: Absent };
  /** A secret setting that is required when the input `where` is given. */
  readonly needsSecret?: { readonly setting: string; readonly where: keyof I & string };
  /** The calls it makes, for help. */
  readonly requests?: string;
  /** What it saves locally, for help. */
  readonly stores?: string;
  readonly exits: readonly ExitName[];
  /** Complete commands without the program's name. */
  readonly examples: readonly [string, ...string[]];
}

/** An operation as the rest of the program sees it. */
export interface Operation<Key extends string = string> extends OperationFacts<Inputs> {
  readonly load: () => Promise<Runner<Inputs, Key>>;
}

/** Declares an operation. The values that its runner receives are typed by `inputs`. */
export const operation = <const I extends Inputs, Key extends string = never>(
  spec: OperationFacts<I> & { readonly load: () => Promise<Runner<I, Key>> },
): Operation<Key> => ({
  ...spec,
  // The command passes only values collected from exactly these inputs.
  load: spec.load as unknown as () => Promise<Runner<Inputs, Key>>,
});
