import type { Canary, CredentialSource } from './canary-secrets.js';

/** One way to call a command, and all that it may show and write. */
export interface CanaryCase {
  /** Behind the words of the command. Files are in the home. */
  readonly args?: string;
  readonly stdin?: Canary;
  /** The file of the home that standard input comes from. */
  readonly pipe?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The exit code when nothing goes wrong; 0 by default. */
  readonly code?: number;
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

/** An answer of a provider that works. */
export interface Right {
  /** 200 unless told. */
  readonly status?: number;
  readonly json?: unknown;
  /** Instead of JSON. */
  readonly bytes?: Uint8Array;
}

/** What is known of a provider besides its declarations. */
export interface CanaryFixture {
  /** Settings besides the address. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Stored besides the credential. */
  readonly login?: Readonly<Record<string, string>>;
  readonly previous?: Readonly<Record<string, string>>;
  readonly state?: (origin: string) => unknown;
  /** Answers of one run, which may depend on those before; undefined is a 404. */
  readonly open: () => (call: string, body: string) => Right | undefined;
  /** Instead of the cases that the declarations give. */
  readonly cases?: CanaryCases;
}

/** An account at one provider: what is stored of it, and what the provider answers. */
export interface CanaryAccount extends Omit<CanaryFixture, 'cases'> {
  readonly id: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly login: Readonly<Record<string, string>>;
  /** Stored secrets by setting. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Variables of the environment that hold a secret, without their prefix. */
  readonly environment: Readonly<Record<string, 'token' | 'header'>>;
  /** The secret of deliveries in use, which the provider knows. */
  readonly deliverySecret: (source: CredentialSource) => string;
  /** Whether the user chooses the secret of deliveries. */
  readonly userSecret: string | undefined;
  /** Whether the provider has a fixture with its responses. */
  readonly knownResponses: boolean;
  readonly cases: CanaryCases;
}
