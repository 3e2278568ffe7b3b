import type { FailureDetails } from '../errors.js';
import type { JsonValue } from '../json/value.js';
import type { Clock, Interruption, Transport } from '../world.js';
import type { RateLimiter } from './rate-limiter.js';

/**
 * What sending a call may do, and so how often it may be sent: `query` changes nothing, but its method
 * does not promise that, so it is not repeated once a byte left; `replace` is an idempotent PUT of a
 * whole body; `once` is never sent twice unless no byte of it left; `login` proves a credential.
 */
export type Effect = 'read' | 'query' | 'replace' | 'once' | 'login';

/** Whether a call of this effect can change the provider. */
export const isMutation = (effect: Effect): boolean => effect === 'replace' || effect === 'once';

/** Whether a call of this effect only asks for something: a dry run sends it too. */
export const isReadOnly = (effect: Effect): boolean => effect === 'read' || effect === 'query';

export interface Call<T> {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Absolute path on the origin, made of literal text and `segment()`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: JsonValue;
  readonly effect: Effect;
  /** Words of the command, such as `token rotate`. */
  readonly operation: string;
  /**
   * Gets the parsed JSON, undefined for an empty body, or the bytes where `accept` is not JSON.
   * Throws when the shape is wrong; an AppError of a call that changes nothing is passed on. `bytes` is
   * the body as it came.
   */
  readonly parse: (body: unknown, bytes: Uint8Array) => T;
  /** Success statuses; 200 alone unless told. */
  readonly expect?: readonly number[];
  /** What a 404 probably means, and what to do then. */
  readonly notFound?: Pick<FailureDetails, 'hint' | 'next'>;
  /** Sent without the credential. */
  readonly anonymous?: true;
  /** Fields of the body, at any depth, that a dry run does not show. */
  readonly secretFields?: readonly string[];
  /** Largest answer in bytes; 5 MiB unless told. */
  readonly maxBytes?: number;
  /** The longest time it may take with all its attempts, in milliseconds, unless the user asked for another; 60 s unless told. */
  readonly totalMs?: number;
  /** Texts of the user that nobody is to repeat: in a dry run, and where the provider quotes them. */
  readonly sensitiveTexts?: readonly string[];
  /** Its answers are about people, so a refusal is told by its number: the provider's words may name one. */
  readonly containsPersonalData?: true;
  /** How many calls go out together; without it the call goes when it is made. */
  readonly rateLimiter?: RateLimiter;
  /** `application/json` unless told. */
  readonly accept?: string;
}

export interface Http {
  /** Rejects with AppError for whatever did not end in `parse` accepting the answer. */
  call<T>(call: Call<T>): Promise<T>;
}

/** What a dry run shows of a call: secrets are already masked. */
export interface PlannedRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: JsonValue;
}

export interface ClientOptions {
  readonly providerName: string;
  readonly providerId: string;
  /** Scheme, host and port as `URL.origin` gives them, or the logical `sandbox:<provider>`; shown in messages. */
  readonly origin: string;
  /** The URL that paths are put behind where it is longer than the origin. */
  readonly base?: string;
  /** Who named the address, for people: a variable, `config, profile default`. */
  readonly addressSource?: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly interruption: Interruption;
  /** The credential's headers, attached to this origin only. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Headers of every call, also of those without a credential. */
  readonly commonHeaders?: () => Readonly<Record<string, string>>;
  /** What a refused credential usually means at this provider, a sentence. */
  readonly authFailureHint?: string;
  /** Where the credential comes from, in words for a 401: a variable, or `the stored credential`. */
  readonly credentialSource: () => string;
  /** Called once after a 401 on a `read` or a `query`; true: the call is repeated once. */
  readonly renew?: () => Promise<boolean>;
  readonly redact: (text: string) => string;
  /** Lines of `--debug`. */
  readonly trace: (line: string) => void;
  /** Dry run: called instead of sending, for every effect but `read` and `query`. */
  readonly plan?: (request: PlannedRequest) => never;
  /** Total of one call with all its attempts and waits, in milliseconds, where the user asked for one. */
  readonly totalMs: number | undefined;
  /** Can only lower what the retry table allows. */
  readonly maxRetries: number;
  /** Whether the user asked for that number. */
  readonly retriesRequested: boolean;
  /** Called just before a `replace` or `once` call is sent. */
  readonly onChange: () => void;
}
