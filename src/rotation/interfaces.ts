import type { JsonObject } from '../world.js';

/** A webhook secret in the local store. `storedAt` is ISO 8601 UTC. */
export interface StoredSecret {
  readonly value: string;
  readonly storedAt: string;
}

export interface PreviousSecret {
  readonly value: string;
  /** ISO 8601 UTC. Until then deliveries signed with it are accepted. */
  readonly acceptUntil: string;
}

export interface SecretSlots {
  /** The secret in use: from the environment, else from the store. */
  current(): string | undefined;
  previous(): PreviousSecret | undefined;
  /** Stores both secrets. Durable when the promise resolves. */
  store(value: string, previous: PreviousSecret | undefined): Promise<void>;
  /** The secret in the store, ignoring the environment. */
  stored(): StoredSecret | undefined;
}

/** The record of the account's unfinished rotation. */
export interface RotationJournal {
  /** Whether there is a record, readable or not. */
  isOpen(): boolean;
  read(): JsonObject | undefined;
  /** Durable when the promise resolves. */
  write(record: JsonObject): Promise<void>;
  remove(): Promise<void>;
}

/** Keeps one rotation of a secret from being disturbed. */
export interface RotationLock {
  /** Resolves to the release function. Throws AppError `conflict` at once when another process holds the lock. */
  acquire(): Promise<() => Promise<void>>;
  /** Delays the first interrupt signal and prints `notice` instead, until the returned function is called. */
  deferSignals(notice: string): () => void;
}
