import type { RotationJournal, RotationLock, SecretSlots } from '../rotation/interfaces.js';
import type { Http } from '../http/call.js';
import type { JsonValue } from '../json/value.js';
import type { Clock, Files, JsonObject, StatusLine } from '../world.js';

/** What the provider last confirmed, of this provider and profile. No secrets. */
export interface Memory {
  recall(): JsonObject;
  /** Changes it in place; durable when the promise resolves. */
  remember(edit: (state: JsonObject) => void): Promise<void>;
}

export interface Confirmation {
  /** What will change, one line each, with its mark in front. */
  readonly lines: readonly string[];
  /** Ends with a question mark. */
  readonly question: string;
}

/** What the user hands in: a file, or standard input for `-`. AppError `usage` for `-` on a terminal. */
export interface UserInput {
  /** AppError `config` for a file that cannot be read, and past `maxBytes`. */
  read(source: string, maxBytes: number): Promise<Uint8Array>;
  /** Standard input as it comes; a file in one piece. */
  pieces(source: string, maxBytes: number): AsyncIterable<Uint8Array>;
}

/** A long list that is printed entry by entry, so that it never is in memory whole. */
export interface Entries {
  /** With --json the entry is printed at once; without, only the outcome is. */
  add(entry: JsonValue): Promise<void>;
}

/** All that an operation can see of the world. */
export interface Session<Key extends string = never> {
  readonly profile: string;
  readonly providerId: string;
  /** Scheme, host and port in use, or `sandbox:<provider>`. */
  readonly origin: string;
  /** The provider itself is on this machine, so a loopback webhook URL makes sense. */
  readonly onLoopback: boolean;
  readonly http: Http;
  /** A declared setting that is not secret; undefined when it is neither set nor has a default. */
  readonly setting: (key: Key) => string | undefined;
  readonly secrets: SecretSlots;
  /**
   * A secret setting that is needed now: from the environment, else from the store, else by a hidden
   * question. AppError `config` naming its variable where nobody can be asked.
   */
  readonly requireSecret: (key: Key) => Promise<string>;
  readonly memory: Memory;
  /** Before a change whose outcome will have to be kept. AppError `config` when the store cannot be written. */
  readonly assertStoreWritable: () => Promise<void>;
  readonly rotationJournal: RotationJournal;
  readonly rotationLock: RotationLock;
  readonly files: Files;
  readonly input: UserInput;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Nothing may change, here or there. */
  readonly dryRun: boolean;
  /** Resolves on yes, `--yes` and dry runs; AppError `interrupted` on no, `usage` where nobody can be asked. */
  readonly confirm: (confirmation: Confirmation) => Promise<void>;
  readonly warn: (text: string) => void;
  /** One line that moves on a terminal; nothing elsewhere. */
  readonly progress: (text: string) => StatusLine;
  /** The list under `key` of the document; its outcome says `listed`. Once a run. */
  readonly entries: (key: string) => Entries;
  /** Text of this value is never printed from here on. */
  readonly registerSecret: (secret: string) => void;
}
