import { memoryFiles } from './memory-files.js';
import type { Files } from '../../src/world.js';

/**
 * Files in memory, and what is there. `content` gives texts by path, also what a test puts there; bytes that are
 * no text are found with `bytes`. Relative paths are below `/here`.
 */
export const fakeFiles = (initial: Readonly<Record<string, string | Uint8Array>> = {}) => {
  const absolute = (path: string): string => (path.startsWith('/') ? path : `/here/${path}`);
  const memory = memoryFiles(
    Object.fromEntries(Object.entries(initial).map(([path, content]) => [absolute(path), content])),
  );
  const { files: inner } = memory;
  const files: Files = {
    absolute: (path) => inner.absolute(absolute(path)),
    read: (path, maxBytes) => inner.read(absolute(path), maxBytes),
    readTarget: (path) => inner.readTarget(absolute(path)),
    checkTarget: (path, existing) => inner.checkTarget(absolute(path), existing),
    assertTargetWritable: (path, existing) => inner.assertTargetWritable(absolute(path), existing),
    publish: (path, content, existing) => inner.publish(absolute(path), content, existing),
    folder: (path) => inner.folder(absolute(path)),
  };
  const bytes = (path: string): Uint8Array | undefined =>
    memory.list().find((file) => `/${file.path}` === files.absolute(path))?.bytes;
  const content = {
    get: (path: string): string | undefined => {
      const found = bytes(path);
      return found === undefined ? undefined : new TextDecoder().decode(found);
    },
    has: (path: string): boolean => bytes(path) !== undefined,
    /** Absolute paths, sorted. */
    keys: (): readonly string[] => memory.list().map(({ path }) => `/${path}`),
  };
  return { files, content, bytes };
};
