import type { AppError } from '../errors.js';
import type { JsonValue } from '../json/value.js';

/** One fact of a single object. */
export interface Field {
  /** First cell of the line when piped. */
  readonly key: string;
  /** The value when piped: never cut, times in ISO 8601 UTC. */
  readonly value: string;
  /** Label on a terminal; a field without one is for pipes only. */
  readonly label?: string;
  /** The value on a terminal where it differs. */
  readonly shown?: string;
}

/** Text of a table cell; `shown` is the text on a terminal, `value` the one for pipes. */
export type Cell = string | { readonly value: string; readonly shown: string };

export interface TableView {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** On a terminal, hides the first cell of a row when it repeats the row above. */
  readonly grouped?: true;
  /** Shown on a terminal instead of an empty table. */
  readonly empty: string;
}

export interface FieldsView {
  readonly kind: 'fields';
  readonly fields: readonly Field[];
}

/** Text that is the data itself, such as a revealed secret. Printed unchanged, with a line end. */
export interface BareView {
  readonly kind: 'bare';
  readonly text: string;
}

export type View = TableView | FieldsView | BareView | { readonly kind: 'nothing' };

/** What a command found or did. Commands return it; only `output` prints it. */
export interface Outcome {
  /** The whole document of `--json`. */
  readonly data: JsonValue;
  /** JSON texts that replace fields of `data` and are printed unparsed, so that long numbers stay exact. */
  readonly exact?: Readonly<Record<string, string>>;
  readonly view: View;
  /** What happened, in a sentence without a period. */
  readonly headline?: string;
  /** Additional messages, one line each. */
  readonly notes?: readonly string[];
  /** The complete next command, with an introduction. */
  readonly next?: string;
  /** `session.entries` printed the document, so `data` is not printed. */
  readonly listed?: true;
  /** The document contains a secret on purpose, so it is not redacted. Set by `--reveal` only. */
  readonly reveals?: true;
  /** Ends the run with this failure after the document is printed. */
  readonly failure?: AppError;
}
