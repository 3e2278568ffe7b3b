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

/** Text of a cell; in two forms where a terminal shows it in another one than a pipe gets. */
export type Cell = string | { readonly value: string; readonly shown: string };

export interface TableView {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The rows of one thing follow each other: on a terminal its name, the first cell, stands once. */
  readonly grouped?: true;
  /** Said instead of an empty table. */
  readonly empty: string;
}

export interface FieldsView {
  readonly kind: 'fields';
  readonly fields: readonly Field[];
}

/** Text that is the data itself: a revealed secret, a document. Printed as it is, with one line end. */
export interface BareView {
  readonly kind: 'bare';
  readonly text: string;
}

export type View = TableView | FieldsView | BareView | { readonly kind: 'nothing' };

/** What a command found or did. Commands return it; only `output` prints it. */
export interface Outcome {
  /** The whole document of `--json`. */
  readonly data: JsonValue;
  /** JSON texts in the place of fields of `data`, printed as they came: their numbers may be too long to be parsed. */
  readonly exact?: Readonly<Record<string, string>>;
  readonly view: View;
  /** What happened, in a sentence without a full stop. */
  readonly headline?: string;
  /** Further words for people, one line each. */
  readonly notes?: readonly string[];
  /** The next command, whole, with a few words before it. */
  readonly next?: string;
  /** The document was printed by `session.entries`, so `data` is not. */
  readonly listed?: true;
  /** Set by `--reveal` alone: the document holds a secret on purpose. */
  readonly reveals?: true;
  /** Ends the run with this failure, whatever its exit code, after the document was printed. */
  readonly failure?: AppError;
}
