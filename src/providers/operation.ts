import type { ExitName } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import type { Choice } from '../world.js';
import type { Absent, Basis } from './absent.js';
import type { InputGroup, Inputs, ValuesOf } from './inputs/inputs.js';
import type { Session } from './session.js';

/** What an operation does to the world; help and dry runs depend on it. */
export type Effect = 'local' | 'read' | 'change' | 'rotate' | 'invite';

/** What the live service or the memory suggests for an input that is asked for. */
export interface Suggestion {
  readonly initial?: string;
  readonly choices?: readonly Choice[];
  /** Throws AppError for a value that the operation would refuse, so that it is said at the question. */
  readonly validate?: (value: string) => unknown;
}

export type Suggestions<I extends Inputs> = { readonly [Name in keyof I]?: Suggestion };

/** The module behind an operation; loaded only when it runs. */
export interface Runner<I extends Inputs, Key extends string> {
  readonly run: (session: Session<Key>, values: ValuesOf<I>) => Promise<Outcome>;
  /** Called before questions are asked, with what was typed. */
  readonly suggest?: (session: Session<Key>, typed: Partial<ValuesOf<I>>) => Promise<Suggestions<I>>;
}

export interface OperationFacts<I extends Inputs> {
  /** The words after the provider, for example `['token', 'rotate']`. */
  readonly commandPath: readonly [string, ...string[]];
  /** One line of purpose. */
  readonly summary: string;
  readonly inputs: I;
  readonly groups?: readonly InputGroup<keyof I & string>[];
  readonly effect: Effect;
  readonly basis: Basis;
  /** Offered only while a setting has this value; otherwise it ends with 7, before anything is asked. */
  readonly onlyWhen?: { readonly setting: string; readonly is: string; readonly otherwise: Absent };
  /** A secret setting that is needed beside the credential where this input is given. */
  readonly needsSecret?: { readonly setting: string; readonly where: keyof I & string };
  /** The calls it makes, for help. */
  readonly requests?: string;
  /** What it keeps on this machine, for help. */
  readonly stores?: string;
  readonly exits: readonly ExitName[];
  /** Runnable, without the program's name. */
  readonly examples: readonly [string, ...string[]];
}

/** An operation as the rest of the program sees it: its inputs are data. */
export interface Operation<Key extends string = string> extends OperationFacts<Inputs> {
  readonly load: () => Promise<Runner<Inputs, Key>>;
}

/** Declares an operation; the runner's values are typed by the declared inputs. */
export const operation = <const I extends Inputs, Key extends string = never>(
  spec: OperationFacts<I> & { readonly load: () => Promise<Runner<I, Key>> },
): Operation<Key> => ({
  ...spec,
  // The command passes only values collected from exactly these inputs.
  load: spec.load as unknown as () => Promise<Runner<Inputs, Key>>,
});
