/**
 * What a command may touch: types, and the failure of a transport. `src/node` implements
 * them for the real machine, `test/support` for tests. Nothing else in `src` reads a clock, a file,
 * the network or the environment.
 */

export type Environment = Readonly<Record<string, string | undefined>>;

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Resolves when the text was delivered. Rejects with AppError `broken-pipe` or `config`. */
  write(text: string): Promise<void>;
}

export interface InputStream {
  readonly isTerminal: boolean;
  /** Reads to the end. Rejects with AppError `usage` past `maxBytes`, and when `signal` aborts. */
  read(maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Its pieces as they come, no faster than they are asked for. Rejects as `read` does, but for the length. */
  pieces(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface Clock {
  now(): Date;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Signals of the operating system: SIGINT, SIGTERM, SIGHUP. */
export interface Interruption {
  /** Aborted by the first signal, or, while held, by the second. Its reason is an AppError. */
  readonly signal: AbortSignal;
  /** Defers the first signal until the returned function is called; `notice` is then shown. */
  hold(notice: string): () => void;
  /** Says where the notice of a deferred signal goes. */
  announce(show: (notice: string) => void): void;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly checked?: boolean;
}

/** Questions on stderr. Ctrl-C and Ctrl-D reject with AppError `interrupted`. */
export interface Prompter {
  /** With `optional` an empty answer is one; else something must be said. */
  text(question: {
    message: string;
    initial?: string;
    validate?: Validator;
    optional?: true;
  }): Promise<string>;
  /** Never echoed. */
  secret(question: { message: string; validate?: Validator }): Promise<string>;
  select(question: { message: string; choices: readonly Choice[]; initial?: string }): Promise<string>;
  selectMany(question: {
    message: string;
    choices: readonly Choice[];
    atLeastOne: boolean;
  }): Promise<readonly string[]>;
  confirm(question: { message: string }): Promise<boolean>;
}

/** Says what is wrong with a value, in a sentence, or nothing. */
export type Validator = (value: string) => string | undefined;

export interface Deadlines {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly deadlines: Deadlines;
  /** Largest body accepted, in bytes. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** An idle connection of an earlier request may carry it: only for what may be repeated. */
  readonly reuse?: true;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One attempt: no redirects, no retries. Rejects with TransportFailure, or the signal's reason. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

export type TransportFault =
  | 'connect' // name, route, refused, unreachable
  | 'tls' // certificate or handshake
  | 'proxy' // the proxy refused, or answered something else
  | 'timeout'
  | 'reset' // the connection broke before a whole answer head
  | 'truncated' // the head came, the body did not end
  | 'too-large'
  | 'protocol'; // not HTTP, or not the encoding asked for

export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  constructor(
    readonly fault: TransportFault,
    /** False only when it is certain that no byte of the request left. */
    readonly sent: boolean,
    /** A few words for people: no URL, no header value, no body. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

export interface TransportOptions {
  /** PEM file added to the built-in authorities. */
  readonly caFile: string | undefined;
  /** Proxy for every call but loopback ones; undefined: the environment decides. */
  readonly proxy: string | undefined;
}

export type DocumentName = 'config' | 'credentials' | 'state' | 'sandbox';
export type JsonObject = Record<string, unknown>;

/** The open rotations, one small file each. */
export interface JournalFolder {
  list(): readonly string[];
  read(id: string): JsonObject | undefined;
  /** Durable when it resolves. */
  write(id: string, record: JsonObject): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The local files of one root folder. Reads are synchronous, checked and never create anything. */
export interface Stores {
  readonly folder: string;
  /** An empty object when there is no file. AppError `config` for a corrupt, foreign or linked file. */
  read(name: DocumentName): JsonObject;
  /**
   * Read-modify-write under the store lock: `edit` opens the documents it changes,
   * changes them in place, and they are durable when the promise resolves.
   */
  update<T>(edit: (open: (name: DocumentName) => JsonObject) => T): Promise<T>;
  /** Proves that the folder can be written, or rejects with AppError `config`. */
  assertWritable(): Promise<void>;
  readonly journal: JournalFolder;
  /** Waits up to `waitMs`, then AppError `conflict`. Freed by the kernel when the holder dies, where it can. */
  lock(name: string, waitMs: number): Promise<() => Promise<void>>;
}

export interface Folders {
  readonly config: string;
  readonly data: string;
}

/** A file that is whole and durable, but has no name yet. */
export interface StagedFile {
  /** Gives it its name. AppError `config` for a link, and for an existing file unless `replace`. */
  publish(existing: 'refuse' | 'replace'): Promise<void>;
  discard(): Promise<void>;
}

/** A folder that only the user can read, for files that belong together. */
export interface OutputFolder {
  /** Absolute. */
  readonly path: string;
  /** A file's bytes, or undefined when there is none. Refuses links and anything but a regular file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Makes the folder (0700) where it is missing. The file has mode 0600. */
  stage(name: string, content: Uint8Array | string): Promise<StagedFile>;
  /** Frees the name where a file has it. Refuses links and anything but a regular file. */
  remove(name: string): Promise<void>;
  /** Makes the names given so far durable. */
  sync(): Promise<void>;
  /**
   * Keeps other runs that ask for it out of a folder that is there, until the returned function is called.
   * Waits for them for ten seconds, then AppError `conflict`. Freed where the holder dies.
   */
  lock(): Promise<() => Promise<void>>;
}

/** Files that the user names. */
export interface Files {
  /** The same place, independent of the current directory. */
  absolute(path: string): string;
  /** A regular file or a pipe, at most `maxBytes`, within five seconds. AppError `config` otherwise. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** The file's bytes, or undefined when there is none. Refuses links and anything but a regular file. */
  readTarget(path: string): Promise<Uint8Array | undefined>;
  /** Looks whether `publish` may work, and writes nothing. AppError `config` where it cannot. */
  checkTarget(path: string, existing: 'refuse' | 'replace'): Promise<void>;
  /** Proves that `publish` would work, or AppError `config`. It writes, and removes what it wrote. */
  assertTargetWritable(path: string, existing: 'refuse' | 'replace'): Promise<void>;
  /** Complete or absent, mode 0600, durable. Refuses links; refuses an existing file unless `replace`. */
  publish(path: string, content: Uint8Array | string, existing: 'refuse' | 'replace'): Promise<void>;
  /** A folder that may not be there yet; the ones above it are made too. AppError `config` for a link or a file. */
  folder(path: string): Promise<OutputFolder>;
}

/** A new, empty folder outside the user's own. */
export interface TemporaryFolder {
  /** Absolute. */
  readonly path: string;
  /** Relative paths are below the folder. */
  readonly files: Files;
  /** The files in it, at any depth, sorted by path; paths are relative, with slashes. `size` in bytes. */
  list(): Promise<readonly { readonly path: string; readonly size: number }[]>;
  /** Deletes it with everything in it. */
  remove(): Promise<void>;
}

/** One line on stderr that changes while something goes on. */
export interface StatusLine {
  update(text: string): void;
  end(): void;
}

export interface ServerRequest {
  readonly method: string;
  /** Path with the query. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ServerResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** `none`: close without a byte. `half`: announce the whole body, send half of it. `late`: wait `delayMs` first. */
  readonly fault?: 'none' | 'half';
  readonly delayMs?: number;
}

export interface RunningServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on loopback only. Port 0 picks a free one. */
export type Serve = (
  port: number,
  handle: (request: ServerRequest) => Promise<ServerResponse>,
) => Promise<RunningServer>;

/** Color functions; the identity where there is no color. */
export interface Colors {
  readonly success: (text: string) => string;
  readonly failure: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

export interface World {
  readonly env: Environment;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly interruption: Interruption;
  readonly files: Files;
  /** AppError `config` when it cannot be created. */
  readonly temporaryFolder: () => Promise<TemporaryFolder>;
  /** The usual folders of this machine, before any option or variable. AppError `config` without a home. */
  readonly defaultFolders: () => Folders;
  readonly stores: (folder: string, warn: (text: string) => void) => Promise<Stores>;
  readonly transport: (options: TransportOptions) => Promise<Transport>;
  readonly prompter: () => Promise<Prompter>;
  readonly colors: (color: boolean) => Promise<Colors>;
  /** Lines up the cells of a table for a terminal. */
  readonly table: (rows: readonly (readonly string[])[]) => Promise<string>;
  /** Shown once it takes a moment. One at a time. */
  readonly spinner: (text: string) => StatusLine;
  readonly serve: () => Promise<Serve>;
}
