import type { Operation } from './operation.js';
import type { SandboxService } from './sandbox-service.js';
import type { VerifyDelivery } from './verification.js';

/** What a fact rests on: the provider's documentation, observation, or an assumption, which help and output then mention. */
export type Basis = 'documented' | 'observed' | 'assumed';

/** Declares that the API does not offer something. */
export interface Absent {
  readonly offered: false;
  /** A sentence. */
  readonly reason: string;
  /** What to do instead: a sentence or a command. */
  readonly instead: string | undefined;
}

export const absent = (reason: string, instead?: string): Absent => ({ offered: false, reason, instead });

export const isAbsent = (value: object): value is Absent => 'offered' in value && value.offered === false;

/** A capability offered by an operation. */
export interface OperationWay<How extends string, Key extends string> {
  readonly how: How;
  /** A few words for the table of `webhook-admin providers`. */
  readonly label: string;
  readonly basis: Basis;
  readonly operation: Operation<Key>;
}

export interface VerificationWay {
  readonly how: 'signature' | 'shared-header';
  readonly label: string;
  readonly basis: Basis;
  readonly load: () => Promise<VerifyDelivery>;
}

/** What a delivery contains about itself; undefined for what it does not contain. */
export interface DeliveryFacts {
  readonly event: string | undefined;
  /** Differs between deliveries; the same when a delivery is repeated. */
  readonly id: string | undefined;
  /** In the provider's format. */
  readonly happenedAt: string | undefined;
}

/** Parses a delivery; undefined for a body that is not from this provider. */
export interface DeliveryWay {
  readonly how: 'json' | 'hal';
  readonly label: string;
  readonly basis: Basis;
  readonly load: () => Promise<{ readonly readDelivery: (body: Uint8Array) => DeliveryFacts | undefined }>;
}

/** A realistic body for each event. */
export interface SamplesWay {
  readonly how: 'built-in';
  readonly label: string;
  readonly basis: Basis;
  readonly load: () => Promise<{ readonly sample: (event: string) => string | undefined }>;
}

export interface SandboxWay {
  readonly how: 'built-in';
  readonly label: string;
  readonly basis: Basis;
  readonly load: () => Promise<SandboxService>;
}

export type RegistrationWay<Key extends string> = OperationWay<
  'immediate' | 'per-resource' | 'by-request',
  Key
>;

/** One or more ways to the same capability; the first is the default. */
type Ways<W> = readonly [W, ...W[]];

/** Every capability of a provider. Registration is never absent. */
export interface Capabilities<Key extends string> {
  readonly events: Ways<OperationWay<'live' | 'documented', Key>> | Absent;
  readonly registration: Ways<RegistrationWay<Key>>;
  readonly secret: Ways<OperationWay<'api', Key>> | Absent;
  readonly rotation: Ways<OperationWay<'api', Key>> | Absent;
  readonly results: Ways<OperationWay<'api', Key>> | Absent;
  readonly verification: Ways<VerificationWay> | Absent;
  readonly delivery: Ways<DeliveryWay> | Absent;
  readonly samples: Ways<SamplesWay> | Absent;
  readonly sandbox: Ways<SandboxWay> | Absent;
  readonly plan: Ways<OperationWay<'api', Key>> | Absent;
}

export type CapabilityName = keyof Capabilities<string>;

/** How a webhook is registered: by the command `create`, or by other operations when `create` is absent. */
export type Registration<Key extends string> =
  | { readonly create: RegistrationWay<Key>; readonly others?: readonly RegistrationWay<Key>[] }
  | { readonly create: Absent; readonly others: Ways<RegistrationWay<Key>> };

/** The capabilities as a provider declares them. */
export interface CapabilityAnswers<Key extends string> extends Omit<Capabilities<Key>, 'registration'> {
  readonly registration: Registration<Key>;
  /** The command `update`. */
  readonly update: Operation<Key> | Absent;
}

/** The common commands. An absent one prints its reason and exits with 7. */
export type Verbs<Key extends string> = {
  readonly events: Operation<Key> | Absent;
  readonly create: Operation<Key> | Absent;
  readonly update: Operation<Key> | Absent;
  readonly 'token get': Operation<Key> | Absent;
  readonly 'token rotate': Operation<Key> | Absent;
};

/** The operation of the default way, or why there is none. */
const commandOf = <Key extends string>(
  capability: Ways<OperationWay<string, Key>> | OperationWay<string, Key> | Absent,
): Operation<Key> | Absent => {
  if ('operation' in capability) return capability.operation;
  return 'offered' in capability ? capability : capability[0].operation;
};

const registrationWays = <Key extends string>({
  create,
  others = [],
}: Registration<Key>): Ways<RegistrationWay<Key>> =>
  // The type of an absent `create` requires others.
  isAbsent(create) ? (others as Ways<RegistrationWay<Key>>) : [create, ...others];

/** The common commands and the capabilities that the rest of the program sees. */
export const resolveCapabilities = <Key extends string>({
  update,
  registration,
  ...others
}: CapabilityAnswers<Key>): { readonly verbs: Verbs<Key>; readonly capabilities: Capabilities<Key> } => ({
  verbs: {
    events: commandOf(others.events),
    create: commandOf(registration.create),
    update,
    'token get': commandOf(others.secret),
    'token rotate': commandOf(others.rotation),
  },
  capabilities: { ...others, registration: registrationWays(registration) },
});
