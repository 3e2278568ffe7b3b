import { setMaxListeners } from 'node:events';
import { AppError, usageError } from '../../src/errors.js';
import { memoryStores } from './memory-stores.js';
import { memoryFiles } from './memory-files.js';
import type {
  Environment,
  Interruption,
  OutputStream,
  Colors,
  Stores,
  TemporaryFolder,
  Transport,
  World,
} from '../../src/world.js';
import { fakeFiles } from './fake-files.js';
import { fakeNetwork } from './fake-network.js';
import { fakePrompter, type Answer } from './fake-prompter.js';

export interface FakeWorldOptions {
  readonly env?: Environment;
  /** What standard input holds; a list is what comes piece by piece. */
  readonly stdin?: string | readonly string[];
  /** Whether stdin, stdout and stderr are terminals. */
  readonly terminal?: boolean;
  /** Instead of the one that reaches the servers of this world. */
  readonly transport?: Transport;
  /** To the questions, in order. */
  readonly answers?: readonly Answer[];
  /** Path to content. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Instead of stores in memory; the same for every folder. */
  readonly stores?: Stores;
}

/** Lines up nothing and colors nothing, so that expected output can be read in a test. */
const plain: Colors = {
  success: (text) => text,
  failure: (text) => text,
  warning: (text) => text,
  dim: (text) => text,
  bold: (text) => text,
};

const capture = (isTerminal: boolean): { readonly stream: OutputStream; readonly text: () => string } => {
  let written = '';
  const stream: OutputStream = {
    isTerminal,
    write: (text) => {
      written += text;
      return Promise.resolve();
    },
  };
  return { stream, text: () => written };
};

const fakeInterruption = () => {
  const controller = new AbortController();
  // As in the program: every call of a batch listens, and Node would report a leak.
  setMaxListeners(0, controller.signal);
  const holds: string[] = [];
  const interruption: Interruption = {
    signal: controller.signal,
    announce: () => undefined,
    hold: (notice) => {
      holds.push(notice);
      return () => undefined;
    },
  };
  const interrupt = (): void => controller.abort(new AppError('interrupted', { message: 'Interrupted.' }));
  return { interruption, interrupt, holds };
};

/** A small generator with a fixed seed: spread numbers, the same in every run. */
const seededRandom = (): (() => number) => {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/**
 * A world without a machine. Time begins at 2026-01-01T00:00:00Z and passes only in `sleep`;
 * stores live in memory, one set a folder; servers are reachable through the transport.
 */
export const fakeWorld = (options: FakeWorldOptions = {}) => {
  const terminal = options.terminal ?? false;
  const stdout = capture(terminal);
  const stderr = capture(terminal);
  const network = fakeNetwork();
  const { files, content, bytes } = fakeFiles(options.files);
  const { prompter, questions, answersLeft } = fakePrompter(options.answers ?? []);
  const { interruption, interrupt, holds } = fakeInterruption();
  const opened = new Map<string, Stores>();
  const storesOf = (folder: string): Stores => {
    const stores = options.stores ?? opened.get(folder) ?? memoryStores(folder);
    opened.set(folder, stores);
    return stores;
  };
  const temporary = new Set<string>();
  let temporaryCreated = 0;
  const temporaryFolder = (): Promise<TemporaryFolder> => {
    temporaryCreated += 1;
    const path = `/tmp/${temporaryCreated}`;
    const memory = memoryFiles();
    temporary.add(path);
    return Promise.resolve({
      path,
      files: memory.files,
      list: () =>
        Promise.resolve(memory.list().map((file) => ({ path: file.path, size: file.bytes.length }))),
      remove: () => {
        temporary.delete(path);
        opened.delete(path);
        return Promise.resolve();
      },
    });
  };
  let ms = Date.UTC(2026, 0, 1);
  const spinning: string[] = [];
  const { stdin = '' } = options;
  const stdinPieces = typeof stdin === 'string' ? [stdin] : stdin;

  const world: World = {
    env: options.env ?? {},
    stdin: {
      isTerminal: terminal,
      read: (maxBytes, signal) => {
        signal.throwIfAborted();
        const whole = new TextEncoder().encode(stdinPieces.join(''));
        return whole.length > maxBytes
          ? Promise.reject(usageError('Standard input is too long.'))
          : Promise.resolve(whole);
      },
      async *pieces(signal) {
        for (const piece of stdinPieces) {
          await Promise.resolve();
          signal.throwIfAborted();
          yield new TextEncoder().encode(piece);
        }
      },
    },
    stdout: stdout.stream,
    stderr: stderr.stream,
    clock: {
      now: () => new Date(ms),
      sleep: (wait, signal) => {
        signal.throwIfAborted();
        ms += wait;
        return Promise.resolve();
      },
    },
    random: seededRandom(),
    interruption,
    files,
    temporaryFolder,
    defaultFolders: () => ({ config: '/config', data: '/data' }),
    stores: (folder) => Promise.resolve(storesOf(folder)),
    transport: () => Promise.resolve(options.transport ?? network.transport),
    prompter: () => Promise.resolve(prompter),
    colors: () => Promise.resolve(plain),
    table: (rows) => Promise.resolve(rows.map((cells) => cells.join('  ')).join('\n')),
    spinner: (text) => {
      spinning.push(text);
      return {
        update: (next) => void spinning.push(next),
        end: () => void spinning.push(''),
      };
    },
    serve: () => Promise.resolve(network.serve),
  };

  return {
    world,
    stdout: stdout.text,
    stderr: stderr.text,
    /** The stores of a folder; `/config` without options, `/data/sandbox` with `--sandbox`. */
    stores: storesOf,
    /** Folders that were opened, without removed temporary ones. */
    folders: (): readonly string[] => [...opened.keys()],
    /** Temporary folders that are not removed yet. */
    temporaryFolders: (): readonly string[] => [...temporary],
    files: content,
    bytes,
    network,
    questions,
    answersLeft,
    interrupt,
    holds,
    /** What the moving line said, and an empty text each time it ended. */
    spinning,
    /** Lets time pass. */
    pass: (wait: number): void => {
      ms += wait;
    },
  };
};
