import { Buffer } from 'node:buffer';
import { configError } from '../../src/errors.js';
import type { Files, OutputFolder, StagedFile } from '../../src/world.js';

type Content = Uint8Array | string;

/** A file that was put there or published. */
export interface MemoryFile {
  /** Without a slash in front; both `a` and `/a` name it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface MemoryFiles {
  readonly files: Files;
  /** By path. */
  readonly list: () => readonly MemoryFile[];
}

/** The parts of a path without what leads nowhere; one cannot leave the root. */
const partsOf = (path: string): readonly string[] => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
};

const keyOf = (path: string): string => partsOf(path).join('/');

/** A copy: what a writer does with its bytes afterwards is not stored. */
const bytesOf = (content: Content): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);

/** What the work throws is a rejection, as it is on a machine. */
const promised = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

/** Files that live as long as this value. */
export const memoryFiles = (initial: Readonly<Record<string, Content>> = {}): MemoryFiles => {
  const stored = new Map(Object.entries(initial).map(([path, content]) => [keyOf(path), bytesOf(content)]));

  const isFolder = (key: string): boolean =>
    key === '' || [...stored.keys()].some((other) => other.startsWith(`${key}/`));
  const checkTarget = (path: string, existing: 'refuse' | 'replace'): void => {
    const key = keyOf(path);
    if (isFolder(key)) throw configError(`${path} is a folder, not a file. It was left as it is.`);
    if (existing === 'refuse' && stored.has(key)) {
      throw configError(`${path} exists already, and was left as it is.`, {
        hint: 'Choose another name, or add --force to replace it.',
      });
    }
  };

  const stagedFile = (path: string, content: Uint8Array): StagedFile => {
    let left = true;
    return {
      publish: (existing) =>
        promised(() => {
          if (!left) throw new Error('A staged file is published or discarded once.');
          left = false;
          checkTarget(path, existing);
          stored.set(keyOf(path), content);
        }),
      discard() {
        left = false;
        return Promise.resolve();
      },
    };
  };

  const inFolder = (folder: string, name: string): string => {
    if (name === '' || name === '.' || name === '..' || /[/\\\0]/u.test(name)) {
      throw new Error('A file of an output folder has one plain name.');
    }
    return `${folder}/${name}`;
  };

  const openFolder = (path: string): OutputFolder => ({
    path,
    read: (name) => promised(() => inFolder(path, name)).then((file) => files.readTarget(file)),
    stage: (name, content) => promised(() => stagedFile(inFolder(path, name), bytesOf(content))),
    remove: (name) => promised(() => void stored.delete(keyOf(inFolder(path, name)))),
    sync: () => Promise.resolve(),
    // Nobody else sees these files.
    lock: () => Promise.resolve(() => Promise.resolve()),
  });

  const files: Files = {
    absolute: (path) => `/${keyOf(path)}`,
    read: (path, maxBytes) =>
      promised(() => {
        const bytes = stored.get(keyOf(path));
        if (bytes === undefined) {
          throw configError(
            `${path} could not be read: there is no such file or folder. Nothing was changed.`,
          );
        }
        if (bytes.length > maxBytes)
          throw configError(`${path} is larger than ${maxBytes} bytes. Nothing was changed.`);
        return Buffer.from(bytes);
      }),
    readTarget: (path) =>
      promised(() => {
        const bytes = stored.get(keyOf(path));
        return bytes === undefined ? undefined : Buffer.from(bytes);
      }),
    checkTarget: (path, existing) => promised(() => checkTarget(path, existing)),
    assertTargetWritable: (path, existing) => promised(() => checkTarget(path, existing)),
    publish: (path, content, existing) =>
      promised(() => {
        checkTarget(path, existing);
        stored.set(keyOf(path), bytesOf(content));
      }),
    folder: (path) =>
      promised(() => {
        if (stored.has(keyOf(path)))
          throw configError(`${path} is not a folder. Nothing was read or changed.`);
        return openFolder(`/${keyOf(path)}`);
      }),
  };

  const list = (): readonly MemoryFile[] =>
    [...stored]
      .map(([path, bytes]) => ({ path, bytes }))
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files, list };
};
