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
  /** Sent unchanged; `headers` has their type. */
  readonly bytes?: Uint8Array;
  /** The name of the call for faults and the log, for example `token.patch`. */
  readonly call: string;
}

/** A delivery to send. */
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

/** What the demo needs to register a webhook and trigger an event. */
export interface SandboxDemo {
  readonly event: string;
  /** Options of the command that registers a webhook for deliveries to `url`. */
  readonly registerArguments: (url: string) => readonly string[];
}

/** What the demo needs to create something that completes over time, and to follow it. */
export interface SandboxResultsDemo {
  /** Content of the files that the commands read, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Options of the operation that registers a webhook per resource, for a delivery to `url`. */
  readonly createArguments: (url: string) => readonly string[];
  /** Options of the operation that gets results, for a delivery in `file`. */
  readonly followArguments: (file: string) => readonly string[];
}

/** A provider's API as documented, without a network. It rejects what the documented API rejects. */
export interface SandboxService {
  /** Values of settings, by key: public, fake and always the same. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The user that can log in with a password; undefined where the API has no login. */
  readonly login: { readonly username: string; readonly password: string } | undefined;
  /** Undefined where the provider is not part of the demo. */
  readonly demo: SandboxDemo | undefined;
  /** Undefined where there is nothing to follow. */
  readonly resultsDemo: SandboxResultsDemo | undefined;
  /** The events that `emit` accepts. */
  readonly events: readonly string[];
  /** The calls that faults can be set for. */
  readonly calls: readonly string[];
  /** Handles a request; changes `state` in place. */
  readonly handle: (request: SandboxRequest, state: JsonObject, tools: SandboxTools) => SandboxResponse;
  /**
   * Applies the time that has passed, in place: called before every request, and at the time that the
   * last call returned. `nextAt` is when something will happen next, in milliseconds of Unix time.
   */
  readonly advance: (
    state: JsonObject,
    tools: SandboxTools,
  ) => { readonly deliveries: readonly SandboxDelivery[]; readonly nextAt: number | undefined };
  /** Triggers an event. Returns its deliveries, or a sentence why there are none. */
  readonly emit: (
    event: string,
    state: JsonObject,
    tools: SandboxTools,
  ) => readonly SandboxDelivery[] | string;
  /** The state without secrets. */
  readonly describe: (state: JsonObject) => JsonValue;
}
