import { EventEmitter } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { main } from '../../src/main.js';
import { machineWorld } from '../../src/node/machine.js';
import { inputStream } from '../../src/node/terminal/streams.js';
import { registry } from '../../src/providers/registry.js';
import type { Files, InputStream, OutputStream, World } from '../../src/world.js';
import type { Finished } from './run-cli.js';

export interface InProcessRun {
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current directory. */
  readonly cwd: string;
  /** As for `runCli`. */
  readonly stdin?: string | Uint8Array | undefined;
}

const recorder = (): { readonly stream: OutputStream; readonly text: () => string } => {
  let written = '';
  const stream: OutputStream = {
    isTerminal: false,
    write(text) {
      written += text;
      return Promise.resolve();
    },
  };
  return { stream, text: () => written };
};

const input = (stdin: InProcessRun['stdin'] = ''): InputStream => {
  const open = (): Readable => {
    const stream = new PassThrough();
    if (stdin !== 'open') stream.end(stdin);
    return stream;
  };
  return { ...inputStream(open), isTerminal: false };
};

/** Files whose relative paths are below `cwd`. */
const filesBelow = (cwd: string, files: Files): Files => {
  // Nothing is normalized: a slash at the end means something.
  const below = (file: string): string => (path.isAbsolute(file) ? file : `${cwd}/${file}`);
  return {
    absolute: (file) => path.resolve(cwd, file),
    read: (file, maxBytes) => files.read(below(file), maxBytes),
    readTarget: (file) => files.readTarget(below(file)),
    checkTarget: (file, existing) => files.checkTarget(below(file), existing),
    assertTargetWritable: (file, existing) => files.assertTargetWritable(below(file), existing),
    publish: (file, content, existing) => files.publish(below(file), content, existing),
    folder: (file) => files.folder(below(file)),
  };
};

/** The real files, stores and network of this machine, with streams, environment and current directory of one run. */
const worldOf = (
  { env, cwd, stdin }: InProcessRun,
  stdout: OutputStream,
  stderr: OutputStream,
): { readonly world: World; readonly signals: EventEmitter } => {
  const signals = new EventEmitter();
  const machine = machineWorld({ env, signals });
  const world: World = {
    ...machine,
    stdin: input(stdin),
    stdout,
    stderr,
    files: filesBelow(cwd, machine.files),
    transport: ({ caFile, proxy }) =>
      machine.transport({ caFile: caFile === undefined ? undefined : path.resolve(cwd, caFile), proxy }),
  };
  return { world, signals };
};

/** Runs one command line through `main`, in this process. */
export const runInProcess = async (args: readonly string[], run: InProcessRun): Promise<Finished> => {
  const stdout = recorder();
  const stderr = recorder();
  const { world } = worldOf(run, stdout.stream, stderr.stream);
  const code = await main(args, world, registry);
  return { code, signal: null, stdout: stdout.text(), stderr: stderr.text() };
};
