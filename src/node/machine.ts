import { resolve } from 'node:path';
import process from 'node:process';
import type { Environment, Files, World } from '../world.js';
import { machineClock } from './clock.js';
import { watchSignals, type SignalSource } from './interruption.js';
import { createColors } from './terminal/colors.js';
import { createSpinner } from './terminal/spinner.js';
import { inputStream, outputStream } from './terminal/streams.js';
import { defaultFolders } from './storage/default-folders.js';

const lazyFiles = (signal: AbortSignal): Files => {
  const load = async (): Promise<Files> => (await import('./storage/files.js')).createFiles(signal);
  return {
    absolute: (path) => resolve(path),
    read: async (...args) => (await load()).read(...args),
    readTarget: async (...args) => (await load()).readTarget(...args),
    checkTarget: async (...args) => (await load()).checkTarget(...args),
    assertTargetWritable: async (...args) => (await load()).assertTargetWritable(...args),
    publish: async (...args) => (await load()).publish(...args),
    folder: async (...args) => (await load()).folder(...args),
  };
};

export interface MachineOptions {
  readonly env?: Environment;
  readonly signals?: SignalSource;
}

/** The real machine. Modules that take time to load are loaded on first use. */
export const machineWorld = ({ env = process.env, signals = process }: MachineOptions = {}): World => {
  const interruption = watchSignals(signals);
  const spinner = createSpinner();
  return {
    env,
    stdin: inputStream(),
    stdout: outputStream(1, spinner.clear),
    stderr: outputStream(2, spinner.clear),
    clock: machineClock,
    random: Math.random,
    interruption,
    files: lazyFiles(interruption.signal),
    temporaryFolder: async () =>
      (await import('./storage/temporary-folder.js')).createTemporaryFolder(interruption.signal),
    defaultFolders: () => defaultFolders(env, process.platform),
    stores: async (folder, warn) =>
      (await import('./storage/stores.js')).openStores(folder, warn, interruption.signal),
    transport: async (options) => (await import('./network/transport.js')).createTransport(options, env),
    prompter: async () => (await import('./terminal/prompter.js')).terminalPrompter(interruption.signal),
    colors: createColors,
    table: async (rows) => (await import('./terminal/table.js')).formatTable(rows),
    spinner: spinner.start,
    serve: async () => (await import('./network/serve.js')).serve,
  };
};
