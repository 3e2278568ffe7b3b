import type { JsonValue } from '../json/value.js';
import type { JsonObject } from '../world.js';

export interface SandboxRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. Without it and `bytes`: no body. */
  readonly json?: JsonValue;
  /** Sent as they are; the headers name their type. */
  readonly bytes?: Uint8Array;
  /** The name of the call for faults and the log, for example `token.patch`. */
  readonly call: string;
}

/** A delivery that the provider would send now. */
export interface SandboxDelivery {
  readonly url: string;
  readonly event: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SandboxTools {
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

/** What the demo must know of a provider: which event happens, and how to ask for it. */
export interface SandboxDemo {
  readonly event: string;
  /** The options of the command that registers, for deliveries to `url`. */
  readonly registerArguments: (url: string) => readonly string[];
}

/** What the demo must know to show results: something begins, completes by time, and is followed. */
export interface SandboxResultsDemo {
  /** Path to content of the files that its commands read. */
  readonly files: Readonly<Record<string, string>>;
  /** Options of the operation that registers per resource, for a delivery to `url`. */
  readonly beginArguments: (url: string) => readonly string[];
  /** Options of the operation that gets results, for a delivery in `file`. */
  readonly followArguments: (file: string) => readonly string[];
}

/** A provider's API as documented, without a network: it refuses what the documented API would refuse. */
export interface SandboxService {
  /** Setting key to value: public, fake, the same everywhere. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The user that can log in with a password; undefined where the API has no such call. */
  readonly login: { readonly username: string; readonly password: string } | undefined;
  /** Undefined where the provider has no part in the demo. */
  readonly demo: SandboxDemo | undefined;
  /** Undefined where nothing can be followed. */
  readonly resultsDemo: SandboxResultsDemo | undefined;
  /** What can be made to happen, for `emit`. */
  readonly events: readonly string[];
  /** The calls that faults can be put on. */
  readonly calls: readonly string[];
  /** Answers a request; changes `state` in place. */
  readonly handle: (request: SandboxRequest, state: JsonObject, tools: SandboxTools) => SandboxResponse;
  /**
   * Lets the time that has passed take effect, in place; called before every request, and when the time
   * that it named has come. `nextAt` is when something will happen by itself, in milliseconds of Unix time.
   */
  readonly settle: (
    state: JsonObject,
    tools: SandboxTools,
  ) => { readonly deliveries: readonly SandboxDelivery[]; readonly nextAt: number | undefined };
  /** What an event makes the provider send, to what was registered. A sentence when it sends nothing. */
  readonly emit: (
    event: string,
    state: JsonObject,
    tools: SandboxTools,
  ) => readonly SandboxDelivery[] | string;
  /** What the state may show to anybody: no secrets. */
  readonly describe: (state: JsonObject) => JsonValue;
}
