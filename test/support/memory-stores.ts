import { AppError } from '../../src/errors.js';
import type { DocumentName, JsonObject, Stores } from '../../src/world.js';

const copyOf = (document: JsonObject | undefined): JsonObject => structuredClone(document ?? {});

/** Locks of one process: free at once, waited for, or AppError `conflict` where nobody wants to wait. */
const memoryLocks = (): Stores['lock'] => {
  const held = new Map<string, Promise<void>>();
  return async (name, waitMs) => {
    for (let holder = held.get(name); holder !== undefined; holder = held.get(name)) {
      if (waitMs === 0) {
        throw new AppError('conflict', {
          message: `The lock "${name}" is held. Nothing was changed.`,
          retryable: true,
        });
      }
      await holder;
    }
    let free = (): void => undefined;
    held.set(
      name,
      new Promise((resolve) => {
        free = resolve;
      }),
    );
    let released = false;
    return () => {
      if (!released) {
        released = true;
        held.delete(name);
        free();
      }
      return Promise.resolve();
    };
  };
};

/** Stores that live as long as this value. */
export const memoryStores = (folder = 'memory'): Stores => {
  const documents = new Map<DocumentName, JsonObject>();
  const journal = new Map<string, JsonObject>();
  return {
    folder,
    read: (name) => copyOf(documents.get(name)),
    update: (edit) =>
      // What an edit throws becomes a rejection, and the documents stay as they were.
      new Promise((resolve) => {
        const opened = new Map<DocumentName, JsonObject>();
        const result = edit((name) => {
          const document = opened.get(name) ?? copyOf(documents.get(name));
          opened.set(name, document);
          return document;
        });
        for (const [name, document] of opened) documents.set(name, copyOf(document));
        resolve(result);
      }),
    assertWritable: () => Promise.resolve(),
    journal: {
      list: () => [...journal.keys()].sort(),
      read: (id) => (journal.has(id) ? copyOf(journal.get(id)) : undefined),
      write(id, record) {
        journal.set(id, copyOf(record));
        return Promise.resolve();
      },
      remove(id) {
        journal.delete(id);
        return Promise.resolve();
      },
    },
    lock: memoryLocks(),
  };
};
