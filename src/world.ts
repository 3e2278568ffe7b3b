/**
 * Everything outside the program that a command may use. `src/node` implements these types for the real
 * machine, `test/support` for tests. No other module in `src` uses the clock, files, the network or the
 * environment.
 */

export type Environment = Readonly<Record<string, string | undefined>>;

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Resolves when the text is written. Rejects with AppError `broken-pipe` or `config`. */
  write(text: string): Promise<void>;
}

export interface InputStream {
  readonly isTerminal: boolean;
  /** Reads to the end. Rejects with AppError `usage` beyond `maxBytes`, and with the signal's reason when it aborts. */
  read(maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Chunks of any length, read on demand. Rejects with the signal's reason when it aborts. */
  pieces(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface Clock {
  now(): Date;
  /** Resolves after `ms`; rejects with the signal's reason if it aborts first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Handles SIGINT, SIGTERM and SIGHUP. */
export interface Interruption {
  /** Aborts on the first signal, or on the second while `hold` is active. The reason is an AppError. */
  readonly signal: AbortSignal;
  /** Defers the first signal until the returned function is called, and shows `notice` when it arrives. */
  hold(notice: string): () => void;
  /** Sets the function that shows notices. */
  announce(show: (notice: string) => void): void;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly checked?: boolean;
}

/** Asks questions on stderr. Ctrl-C and Ctrl-D reject with AppError `interrupted`. */
export interface Prompter {
  /** Requires a non-empty answer unless `optional` is set. */
  text(question: {
    message: string;
    initial?: string;
    validate?: Validator;
    optional?: true;
  }): Promise<string>;
  /** The input is masked. */
  secret(question: { message: string; validate?: Validator }): Promise<string>;
  select(question: { message: string; choices: readonly Choice[]; initial?: string }): Promise<string>;
  selectMany(question: {
    message: string;
    choices: readonly Choice[];
    atLeastOne: boolean;
  }): Promise<readonly string[]>;
  confirm(question: { message: string }): Promise<boolean>;
}

/** Returns what is wrong with a value, as a sentence, or undefined. */
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
  /** Size limit of the response body. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Allows an idle connection to be reused. Only for requests that are safe to repeat. */
  readonly reuse?: true;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends one request, without redirects or retries. Rejects with TransportFailure or the signal's reason. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

export type TransportFault =
  | 'connect' // DNS, refused, unreachable
  | 'tls' // certificate or handshake
  | 'proxy' // the proxy opened no tunnel
  | 'timeout'
  | 'reset' // the connection broke before the response head was complete
  | 'truncated' // the connection broke in the response body
  | 'too-large'
  | 'protocol'; // not HTTP, or an encoding that was not requested

export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  constructor(
    readonly fault: TransportFault,
    /** False only when certainly no byte of the request was sent. */
    readonly sent: boolean,
    /** A short description without URL, header values or body. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

export interface TransportOptions {
  /** A PEM file with certificate authorities to trust in addition to Node's. */
  readonly caFile: string | undefined;
  /** The proxy for every host except loopback. If undefined, the proxy variables of the environment apply. */
  readonly proxy: string | undefined;
}

export type DocumentName = 'config' | 'credentials' | 'state' | 'sandbox';
export type JsonObject = Record<string, unknown>;

/** The records of open rotations, one file each. */
export interface JournalFolder {
  list(): readonly string[];
  read(id: string): JsonObject | undefined;
  /** The record is durable when it resolves. */
  write(id: string, record: JsonObject): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The JSON documents in one folder. Reads are synchronous and never create anything. */
export interface Stores {
  readonly folder: string;
  /** An empty object if there is no file. Throws AppError `config` for an invalid file, a link or another user's file. */
  read(name: DocumentName): JsonObject;
  /**
   * Read-modify-write under a lock: `edit` opens documents and changes them in place. The changes are durable
   * when the promise resolves.
   */
  update<T>(edit: (open: (name: DocumentName) => JsonObject) => T): Promise<T>;
  /** Rejects with AppError `config` if the folder cannot be written. */
  assertWritable(): Promise<void>;
  readonly journal: JournalFolder;
  /** Resolves to the function that releases the lock. Rejects with AppError `conflict` after `waitMs`. */
  lock(name: string, waitMs: number): Promise<() => Promise<void>>;
}

export interface Folders {
  readonly config: string;
  readonly data: string;
}

/** A complete, durable file that does not have its final name yet. */
export interface StagedFile {
  /** Renames it to its final name. Rejects with AppError `config` for a link, and for an existing file unless `replace`. */
  publish(existing: 'refuse' | 'replace'): Promise<void>;
  discard(): Promise<void>;
}

/** A folder for files that belong together. It is created with mode 0700; an existing one keeps its mode. */
export interface OutputFolder {
  /** Absolute path. */
  readonly path: string;
  /** The file's bytes, or undefined if there is none. Rejects for anything but a regular file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Creates the folder if it is missing. The file has mode 0600. */
  stage(name: string, content: Uint8Array | string): Promise<StagedFile>;
  /** Deletes the file if there is one. Rejects for anything but a regular file. */
  remove(name: string): Promise<void>;
  /** Makes published names durable. */
  sync(): Promise<void>;
  /**
   * Locks the folder, which must exist, against other runs. Resolves to the function that releases the lock.
   * Rejects with AppError `conflict` after ten seconds.
   */
  lock(): Promise<() => Promise<void>>;
}

/** Files at paths that the user names. Methods reject with AppError `config`. */
export interface Files {
  /** Resolves a path against the current directory. */
  absolute(path: string): string;
  /** Reads a regular file or a pipe of at most `maxBytes`, within five seconds. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** The file's bytes, or undefined if there is none. Rejects for anything but a regular file. */
  readTarget(path: string): Promise<Uint8Array | undefined>;
  /** Checks whether `publish` can work, without writing. */
  checkTarget(path: string, existing: 'refuse' | 'replace'): Promise<void>;
  /** Checks that `publish` works by writing and deleting a temporary file. */
  assertTargetWritable(path: string, existing: 'refuse' | 'replace'): Promise<void>;
  /** Writes a file atomically and durably with mode 0600. Rejects for a link, and for an existing file unless `replace`. */
  publish(path: string, content: Uint8Array | string, existing: 'refuse' | 'replace'): Promise<void>;
  /** Opens a folder, which need not exist; missing parents are created on the first write. Rejects for a link or a file. */
  folder(path: string): Promise<OutputFolder>;
}

/** A new, empty folder below the system's temporary folder. */
export interface TemporaryFolder {
  /** Absolute path. */
  readonly path: string;
  /** Relative paths are resolved against the folder. */
  readonly files: Files;
  /** The files at any depth, sorted by path. Paths are relative, with slashes; `size` is in bytes. */
  list(): Promise<readonly { readonly path: string; readonly size: number }[]>;
  /** Deletes the folder and its files. */
  remove(): Promise<void>;
}

/** One line on stderr that is updated while an operation runs. */
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
  /** `none` closes the connection without a response, `half` in the middle of the body. */
  readonly fault?: 'none' | 'half';
  readonly delayMs?: number;
}

export interface RunningServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1. Port 0 picks a free port. */
export type Serve = (
  port: number,
  handle: (request: ServerRequest) => Promise<ServerResponse>,
) => Promise<RunningServer>;

/** Functions that color text, or return it unchanged when color is off. */
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
  /** Rejects with AppError `config` if it cannot be created. */
  readonly temporaryFolder: () => Promise<TemporaryFolder>;
  /** The default folders of this platform. Throws AppError `config` if there is no home folder. */
  readonly defaultFolders: () => Folders;
  readonly stores: (folder: string, warn: (text: string) => void) => Promise<Stores>;
  readonly transport: (options: TransportOptions) => Promise<Transport>;
  readonly prompter: () => Promise<Prompter>;
  readonly colors: (color: boolean) => Promise<Colors>;
  /** Formats rows as aligned columns for a terminal. */
  readonly table: (rows: readonly (readonly string[])[]) => Promise<string>;
  /** Shows a spinner after a short delay. One at a time. */
  readonly spinner: (text: string) => StatusLine;
  readonly serve: () => Promise<Serve>;
}
