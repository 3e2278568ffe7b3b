import type { FailureDetails } from '../errors.js';
import type { JsonValue } from '../json/value.js';
import type { Clock, Interruption, Transport } from '../world.js';
import type { RateLimiter } from './rate-limiter.js';

/**
 * What a call may do at the provider, which decides how often it may be sent:
 * - `read`: changes nothing and may be retried.
 * - `query`: changes nothing, but uses a method such as POST that does not guarantee it. Not retried by
 *   default once part of the request was sent.
 * - `replace`: an idempotent PUT of a complete body.
 * - `once`: a change that is retried only when no byte of the request was sent.
 * - `login`: checks a credential. Retried like `once`.
 */
export type Effect = 'read' | 'query' | 'replace' | 'once' | 'login';

/** Whether a call with this effect can change something at the provider. */
export const isMutation = (effect: Effect): boolean => effect === 'replace' || effect === 'once';

/** Whether a call with this effect changes nothing. A dry run sends it too. */
export const isReadOnly = (effect: Effect): boolean => effect === 'read' || effect === 'query';

export interface Call<T> {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path below the base URL, made of literal text and `segment()`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: JsonValue;
  readonly effect: Effect;
  /** Command path of the operation, such as `token rotate`. */
  readonly operation: string;
  /**
   * Validates the response body: parsed JSON, undefined for an empty body, or bytes when `accept` is not
   * JSON. `bytes` is the raw body. Throws when the shape is wrong. An AppError of a call that changes
   * nothing is passed on to the caller.
   */
  readonly parse: (body: unknown, bytes: Uint8Array) => T;
  /** Success statuses. Defaults to 200. */
  readonly expect?: readonly number[];
  /** What a 404 probably means, and what to do about it. */
  readonly notFound?: Pick<FailureDetails, 'hint' | 'next'>;
  /** Sent without the credential. */
  readonly anonymous?: true;
  /** Names of body fields, at any depth, that a dry run masks. */
  readonly secretFields?: readonly string[];
  /** Maximum size of the response body in bytes. Defaults to 5 MiB. */
  readonly maxBytes?: number;
  /** Time limit for the call with all of its attempts, in milliseconds, if the user set none. Defaults to 60 s. */
  readonly totalMs?: number;
  /** User input that is hidden in a dry run and in error messages of the provider that quote it. */
  readonly sensitiveTexts?: readonly string[];
  /** The response may name a person, so an error shows the status without the provider's message. */
  readonly containsPersonalData?: true;
  /** Limits how many calls of a batch are sent at the same time. Without it the call is sent at once. */
  readonly rateLimiter?: RateLimiter;
  /** Defaults to `application/json`. */
  readonly accept?: string;
}

export interface Http {
  /** Resolves to what `parse` returns. Rejects with AppError. */
  call<T>(call: Call<T>): Promise<T>;
}

/** What a dry run shows of a call, with secrets masked. */
export interface PlannedRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: JsonValue;
}

export interface ClientOptions {
  readonly providerName: string;
  readonly providerId: string;
  /** Scheme, host and port like `URL.origin`, or the logical origin `sandbox:<provider>`. Shown in messages. */
  readonly origin: string;
  /** Base URL of the paths, if it is longer than the origin. */
  readonly base?: string;
  /** Where the base URL comes from, for messages: a variable, or `config, profile default`. */
  readonly addressSource?: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly interruption: Interruption;
  /** Headers with the credential, sent to this origin only. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Headers of every call, including those without a credential. */
  readonly commonHeaders?: () => Readonly<Record<string, string>>;
  /** What a rejected credential usually means at this provider, as a sentence. */
  readonly authFailureHint?: string;
  /** Where the credential comes from, for a 401: a variable, or `the stored credential`. */
  readonly credentialSource: () => string;
  /** Called once after a 401 on a `read` or `query`. The call is repeated when it resolves to true. */
  readonly renew?: () => Promise<boolean>;
  readonly redact: (text: string) => string;
  /** Writes a line of `--debug` output. */
  readonly trace: (line: string) => void;
  /** Set in a dry run: called instead of sending, except for `read` and `query`. */
  readonly plan?: (request: PlannedRequest) => never;
  /** Time limit that the user set for one call with all of its attempts and waits, in milliseconds. */
  readonly totalMs: number | undefined;
  /** Upper limit for what `retryPolicies` allows. */
  readonly maxRetries: number;
  /** Whether the user set `maxRetries`. */
  readonly retriesRequested: boolean;
  /** Called before a `replace` or `once` call is sent. */
  readonly onChange: () => void;
}
