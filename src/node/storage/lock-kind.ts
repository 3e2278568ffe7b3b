export interface HeldLock {
  /** False when another run took the lock away; only a lock file can be. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
}

/** A way for processes to exclude each other; which ones there are depends on the system. */
export interface LockKind {
  /** The lock, or undefined while another run holds it. */
  readonly attempt: () => Promise<HeldLock | undefined>;
  /** Resolves when it is worth another attempt, at the latest after `ms`. */
  readonly pause: (ms: number) => Promise<void>;
  readonly hint: string;
}
