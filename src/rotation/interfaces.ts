import type { JsonObject } from '../world.js';

/** A webhook secret in the local store, with its time in ISO 8601 UTC. */
export interface StoredSecret {
  readonly value: string;
  readonly storedAt: string;
}

export interface PreviousSecret {
  readonly value: string;
  /** ISO 8601 UTC: until then deliveries signed with it are still accepted. */
  readonly acceptUntil: string;
}

export interface SecretSlots {
  /** From the environment, else from the store. */
  current(): string | undefined;
  previous(): PreviousSecret | undefined;
  /** Makes `value` current; a different one that was current stays as previous until `acceptUntil`. Durable. */
  store(value: string, previous: PreviousSecret | undefined): Promise<void>;
  /** Only what the store holds, whatever the environment says. */
  stored(): StoredSecret | undefined;
}

/** What a rotation needs beside the calls: its lock, its journal, deferred signals. */
export interface RotationJournal {
  /** AppError `conflict` at once when another process rotates the same secret. */
  lock(): Promise<() => Promise<void>>;
  /** AppError `config` when the store cannot be written. */
  assertWritable(): Promise<void>;
  /** Whether a record is there, readable or not. */
  isOpen(): boolean;
  read(): JsonObject | undefined;
  write(record: JsonObject): Promise<void>;
  remove(): Promise<void>;
  deferSignals(notice: string): () => void;
}
