import type { Http } from '../http/call.js';
import type { JsonValue } from '../json/value.js';
import type { RotationJournal, RotationLock, SecretSlots } from '../rotation/interfaces.js';
import type { Clock, Files, JsonObject, StatusLine } from '../world.js';

/** What the provider last confirmed for this profile, in the local store. Contains no secrets. */
export interface Memory {
  recall(): JsonObject;
  /** Calls `edit` with the stored object, to be changed in place. Durable when the promise resolves. */
  remember(edit: (state: JsonObject) => void): Promise<void>;
}

export interface Confirmation {
  /** What will change: one line each, with a leading mark such as `+`. */
  readonly lines: readonly string[];
  /** Ends with a question mark. */
  readonly question: string;
}

/** Reads a file, or standard input when the source is `-`. Throws AppError `usage` for `-` on a terminal. */
export interface UserInput {
  /** Throws AppError `config` for a file that cannot be read or has more than `maxBytes`. */
  read(source: string, maxBytes: number): Promise<Uint8Array>;
  /** Standard input in chunks as they arrive; a file in one chunk. */
  pieces(source: string, maxBytes: number): AsyncIterable<Uint8Array>;
}

/** A list that is printed entry by entry instead of being held in memory. */
export interface Entries {
  /** Prints the entry with `--json`; does nothing otherwise. */
  add(entry: JsonValue): Promise<void>;
}

/** Everything that an operation can use: the account, its calls, its local state, the user. */
export interface Session<Key extends string = never> {
  readonly profile: string;
  readonly providerId: string;
  /** Scheme, host and port of the API, or `sandbox:<provider>`. */
  readonly origin: string;
  /** Whether the API runs on this machine, so that it can deliver to a loopback URL. */
  readonly onLoopback: boolean;
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Nothing may change, locally or at the provider. The first call that would change something ends the run. */
  readonly dryRun: boolean;

  readonly http: Http;
  /** The value of a setting that is not secret; undefined when it is neither set nor has a default. */
  readonly setting: (key: Key) => string | undefined;
  /**
   * The value of a secret setting: from the environment, the store, or a hidden question. Throws AppError
   * `config`, which names the variable, without a terminal.
   */
  readonly requireSecret: (key: Key) => Promise<string>;
  /** Adds a value to the secrets that are redacted from all output. */
  readonly registerSecret: (secret: string) => void;

  readonly memory: Memory;
  /** Call it before a change whose result must be stored. Throws AppError `config`. */
  readonly assertStoreWritable: () => Promise<void>;
  /** The webhook secret, current and previous. */
  readonly secrets: SecretSlots;
  readonly rotationJournal: RotationJournal;
  readonly rotationLock: RotationLock;

  readonly files: Files;
  readonly input: UserInput;
  /**
   * Resolves when the user agrees, and at once with `--yes` and in a dry run. Throws AppError `interrupted`
   * when the user declines, `usage` without a terminal.
   */
  readonly confirm: (confirmation: Confirmation) => Promise<void>;
  readonly warn: (text: string) => void;
  /** A status line, shown only on a terminal. */
  readonly progress: (text: string) => StatusLine;
  /** Starts the list under `key` of the JSON output; the outcome then has `listed: true`. Call it once. */
  readonly entries: (key: string) => Entries;
}
