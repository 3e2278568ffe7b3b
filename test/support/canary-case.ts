import type { Canary, CredentialSource } from './canary-secrets.js';

/** One way to call a command, and all that it may show and write. */
export interface CanaryCase {
  /** Behind the words of the command. Files are in the home. */
  readonly args?: string;
  readonly stdin?: Canary;
  /** The file of the home that standard input comes from. */
  readonly pipe?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How it ends when nothing goes wrong; 0 unless told. */
  readonly code?: number;
  /** How often it calls the provider when nothing goes wrong; each answer can go wrong. 0 unless told. */
  readonly requests?: number;
  /** Secrets that it was asked to print. */
  readonly shows?: readonly Canary[];
  /** Files that it was asked to write secrets to. */
  readonly writes?: readonly string[];
  /** With `--json` it was asked for all that the provider knows of a person. */
  readonly wholeInJson?: true;
  /** Files that it was asked to write the data of a person to. */
  readonly saves?: readonly string[];
  /** The body that it sends is about a person, who may not be named by whoever repeats it. */
  readonly sendsPeople?: true;
  /** Any JSON is an answer, as nobody documents its shape. */
  readonly anyJson?: true;
  /** A rotation is open before. */
  readonly journal?: true;
  /** Ends by a signal once it says so on standard output. */
  readonly stopAt?: string;
}

export type CanaryCases = Readonly<Record<string, readonly CanaryCase[]>>;

/** Cases that make so many calls each. */
export const calls = (requests: number, ...args: readonly string[]): readonly CanaryCase[] =>
  args.map((text) => ({ args: text, requests }));

/** An answer of a provider that works. */
export interface Right {
  /** 200 unless told. */
  readonly status?: number;
  readonly json?: unknown;
  /** Instead of JSON. */
  readonly bytes?: Uint8Array;
}

/** An account at one provider: what is stored of it, and what the provider answers. */
export interface CanaryAccount {
  readonly id: string;
  /** Settings besides the address. */
  readonly settings: Readonly<Record<string, string>>;
  readonly login: Readonly<Record<string, string>>;
  /** Stored secrets by setting. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly previous?: Readonly<Record<string, string>>;
  readonly state?: (origin: string) => unknown;
  /** Variables of the environment that hold a secret, without their prefix. */
  readonly environment: Readonly<Record<string, 'token' | 'header'>>;
  /** Answers of one run, which may depend on those before; undefined is a 404. */
  readonly open: () => (call: string, body: string) => Right | undefined;
  /** The secret of deliveries in use, which the provider knows. */
  readonly deliverySecret: (source: CredentialSource) => string;
  readonly cases: CanaryCases;
}
