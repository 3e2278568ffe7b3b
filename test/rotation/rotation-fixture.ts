import { AppError, type Changed } from '../../src/errors.js';
import type { PreviousSecret, StoredSecret } from '../../src/rotation/interfaces.js';
import type { RotationDependencies } from '../../src/rotation/rotate.js';
import type { JsonObject } from '../../src/world.js';

export const failure = (changed: Changed): AppError =>
  new AppError(changed === 'no' ? 'refused' : 'partial', { message: 'The call failed.', changed });

/** What happens at one step of a rotation instead of its success. */
export interface Trouble {
  /** The PATCH is executed, or not, and then fails like this. */
  readonly change?: { readonly executed: boolean; readonly changed: Changed };
  /** The answer of the PATCH names the old secret. */
  readonly sameAnswer?: true;
  /** From this read on (counted from 1) the provider does not answer. */
  readonly readsFailFrom?: number;
  /** From this journal write on (counted from 1) the disk is full. */
  readonly journalFailsFrom?: number;
  readonly storeFails?: true;
  /** Somebody else rotates before the confirming read. */
  readonly rotatedByOthers?: true;
  /** So many reads after the change still show the old secret. */
  readonly laggingReads?: number;
}

/** A provider with a secret, a store and a journal, all in memory, and a log of what happened. */
export const createRotationFixture = (trouble: Trouble = {}) => {
  const log: string[] = [];
  const state = {
    remote: 'secret-before-0000000',
    patches: 0,
    reads: 0,
    lag: 0,
    before: '',
    journalWrites: 0,
    journal: undefined as JsonObject | undefined,
    stored: { value: 'secret-before-0000000', storedAt: '' } as StoredSecret | undefined,
    previous: undefined as PreviousSecret | undefined,
    locked: false,
    held: 0,
  };
  const parts: RotationDependencies = {
    providerName: 'Provider',
    origin: 'https://api.example.com',
    calls: {
      read: () => {
        state.reads += 1;
        log.push('read');
        if (trouble.readsFailFrom !== undefined && state.reads >= trouble.readsFailFrom) {
          return Promise.reject(failure('no'));
        }
        if (state.lag > 0) {
          state.lag -= 1;
          return Promise.resolve(state.before);
        }
        if (trouble.rotatedByOthers === true && state.patches > 0) state.remote = 'secret-others-0000000';
        return Promise.resolve(state.remote);
      },
      change: () => {
        log.push('change');
        const executed = trouble.change?.executed ?? true;
        const before = state.remote;
        state.patches += 1;
        state.before = before;
        state.lag = trouble.laggingReads ?? 0;
        if (executed) state.remote = `secret-after-00000000${state.patches}`;
        if (trouble.change !== undefined) return Promise.reject(failure(trouble.change.changed));
        return Promise.resolve(trouble.sameAnswer === true ? before : state.remote);
      },
    },
    journal: {
      isOpen: () => state.journal !== undefined,
      read: () => state.journal,
      write: (record) => {
        state.journalWrites += 1;
        if (trouble.journalFailsFrom !== undefined && state.journalWrites >= trouble.journalFailsFrom) {
          return Promise.reject(new AppError('config', { message: 'The disk is full.' }));
        }
        log.push(`journal ${String(record['state'])}`);
        state.journal = structuredClone(record);
        return Promise.resolve();
      },
      remove: () => {
        log.push('close');
        state.journal = undefined;
        return Promise.resolve();
      },
    },
    lock: {
      acquire: () => {
        if (state.locked) return Promise.reject(new AppError('conflict', { message: 'Locked.' }));
        state.locked = true;
        return Promise.resolve(() => {
          state.locked = false;
          return Promise.resolve();
        });
      },
      deferSignals: () => {
        state.held += 1;
        return () => void (state.held -= 1);
      },
    },
    assertStoreWritable: () => Promise.resolve(),
    secrets: {
      current: () => state.stored?.value,
      previous: () => state.previous,
      stored: () => state.stored,
      store: (value, previous) => {
        if (trouble.storeFails === true && state.patches > 0) {
          return Promise.reject(new AppError('config', { message: 'The disk is full.' }));
        }
        log.push('store');
        state.stored = { value, storedAt: '' };
        state.previous = previous;
        return Promise.resolve();
      },
    },
    files: {
      absolute: (path) => path,
      read: () => Promise.reject(new Error('not used')),
      readTarget: () => Promise.resolve(undefined),
      checkTarget: () => Promise.reject(new Error('not used')),
      assertTargetWritable: (path) => Promise.resolve(void log.push(`probe ${path}`)),
      publish: (path) => Promise.resolve(void log.push(`publish ${path}`)),
      folder: () => Promise.reject(new Error('not used')),
    },
    clock: { now: () => new Date('2026-01-01T00:00:00Z'), sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
    registerSecret: () => undefined,
    warn: (text) => void log.push(`warn ${text}`),
    recoverCommand: 'webhook-admin provider token recover',
  };
  return { parts, state, log };
};
