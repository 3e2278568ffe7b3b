import { isAbsent, type Absent, type Basis } from './absent.js';
import type { Operation } from './operation.js';
import type { SandboxService } from './sandbox-service.js';
import type { VerifyDelivery } from './verification.js';

/** One way to a capability that is an operation; the first way is the default. */
export interface OperationWay<How extends string, Key extends string> {
  readonly how: How;
  /** A few words for the matrix. */
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

/** What a delivery says of itself; undefined where it says nothing. */
export interface DeliveryFacts {
  readonly event: string | undefined;
  /** Tells two deliveries apart, and the same one sent twice not. */
  readonly id: string | undefined;
  /** As the provider writes it. */
  readonly happenedAt: string | undefined;
}

/** Reads a delivery's bytes; undefined for what is none of this provider's. */
export interface DeliveryWay {
  readonly how: 'json' | 'hal';
  readonly label: string;
  readonly basis: Basis;
  readonly load: () => Promise<{ readonly readDelivery: (body: Uint8Array) => DeliveryFacts | undefined }>;
}

/** A realistic body of each event, for `send` and the sandbox. */
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

/** At least one; the first is the default. */
type Ways<W> = readonly [W, ...W[]];

/** Every capability, answered. Registration is what the tool exists for: no provider lacks it. */
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

/**
 * How a webhook is registered: with the command `create`, or with other operations beside the reason why
 * there is no `create`.
 */
export type Registration<Key extends string> =
  | { readonly create: RegistrationWay<Key>; readonly others?: readonly RegistrationWay<Key>[] }
  | { readonly create: Absent; readonly others: Ways<RegistrationWay<Key>> };

/** The capabilities as a provider's folder answers them: each question once. */
export interface CapabilityAnswers<Key extends string> extends Omit<Capabilities<Key>, 'registration'> {
  readonly registration: Registration<Key>;
  /** The command `update`, which changes a registered webhook. */
  readonly update: Operation<Key> | Absent;
}

/** The commands that every provider has; an absent one explains itself and exits with 7. */
export type Verbs<Key extends string> = {
  readonly events: Operation<Key> | Absent;
  readonly create: Operation<Key> | Absent;
  readonly update: Operation<Key> | Absent;
  readonly 'token get': Operation<Key> | Absent;
  readonly 'token rotate': Operation<Key> | Absent;
};

/** The command of an answer: its operation, or why there is none. */
const commandOf = <Key extends string>(
  answer: Ways<OperationWay<string, Key>> | OperationWay<string, Key> | Absent,
): Operation<Key> | Absent => {
  if ('operation' in answer) return answer.operation;
  return 'offered' in answer ? answer : answer[0].operation;
};

const registrationWays = <Key extends string>({
  create,
  others = [],
}: Registration<Key>): Ways<RegistrationWay<Key>> =>
  // An absent `create` has other ways beside it.
  isAbsent(create) ? (others as Ways<RegistrationWay<Key>>) : [create, ...others];

/** The common commands and the ways of each capability, from what a provider's folder answers. */
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
