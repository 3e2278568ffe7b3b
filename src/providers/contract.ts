/**
 * What a provider is. Read this first.
 *
 * A provider is one folder that exports one value made by `defineProvider`: its
 * settings, how it authenticates, its answer to the five common verbs, the
 * operations that only it has, and its answer to every capability. Nothing is
 * optional: what an API cannot do is `absent` with a reason, so that a question
 * nobody answered is a compile error.
 */

import type { Http } from '../http/call.js';
import type { ExitName } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import type { Validator, Choice } from '../world.js';
import type { InputGroup, Inputs, ValuesOf } from './inputs/inputs.js';
import type { SandboxService } from './sandbox-service.js';
import type { Session } from './session.js';
import type { VerifyDelivery } from './verification.js';

/** How sure a fact is: a vendor's page, seen to work, or guessed (then help and output say so). */
export type Basis = 'documented' | 'observed' | 'assumed';

/** Something the API does not offer, in words an operator can act on. */
export interface Absent {
  readonly offered: false;
  /** A sentence. */
  readonly reason: string;
  /** What to do instead: a sentence or a command. */
  readonly instead: string | undefined;
}

export const absent = (reason: string, instead?: string): Absent => ({ offered: false, reason, instead });

export const isAbsent = (answer: object): answer is Absent => 'offered' in answer && answer.offered === false;

export interface Setting {
  readonly about: string;
  /** Asked by `auth login` and `init`; a setting without a question is only ever set by hand. */
  readonly question?: string;
  readonly secret?: true;
  readonly default?: string;
  readonly example?: string;
  /** How sure the default is; `documented` unless it says otherwise. */
  readonly basis?: Basis;
  /** Not for `baseUrl`, which has its own check. */
  readonly validate?: Validator;
  /** Calls need it, though it has no default. */
  readonly required?: true;
  /** Its question may be answered with nothing. */
  readonly optional?: true;
  /** Words that stand for longer values. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** The value of a setting that is not secret; undefined when it is neither set nor has a default. */
export type SettingOf<Key extends string> = (key: Key) => string | undefined;

/** Every provider has an address. */
export type Settings<Key extends string> = Readonly<Record<Key, Setting>> & { readonly baseUrl: Setting };

export interface StoredLogin {
  readonly credential: string;
  readonly refresh?: string;
}

/** How calls are authenticated, and how a credential is got, proven and renewed. */
export interface Access<Key extends string> {
  /** The secret setting that is the credential. */
  readonly credential: Key;
  readonly headers: (credential: string, setting: SettingOf<Key>) => Readonly<Record<string, string>>;
  /** Headers of every call, also of those without a credential. */
  readonly commonHeaders?: (setting: SettingOf<Key>) => Readonly<Record<string, string>>;
  /** What a refused credential usually means here, a sentence. */
  readonly authFailureHint?: string;
  /**
   * A read that changes nothing; resolves to what it found, in a few words, or to why these settings
   * allow none.
   */
  readonly verifyCredential:
    | Absent
    | (() => Promise<{
        readonly verifyCredential: (http: Http, setting: SettingOf<Key>) => Promise<string | Absent>;
      }>);
  /** Gets a credential for a user name and a password, which is never stored. */
  readonly login:
    | Absent
    | {
        readonly about: string;
        readonly load: () => Promise<{
          readonly login: (http: Http, username: string, password: string) => Promise<StoredLogin>;
        }>;
      };
  /** Gets a new credential for a refresh token. */
  readonly renew:
    Absent | (() => Promise<{ readonly renew: (http: Http, refresh: string) => Promise<StoredLogin> }>);
}

/** What an operation does to the world; help and dry runs depend on it. */
export type Effect = 'local' | 'read' | 'change' | 'rotate' | 'invite';

/** What the live service or the memory suggests for an input that is asked for. */
export interface Suggestion {
  readonly initial?: string;
  readonly choices?: readonly Choice[];
  /** Throws AppError for a value that the operation would refuse, so that it is said at the question. */
  readonly validate?: (value: string) => unknown;
}

export type Suggestions<I extends Inputs> = { readonly [Name in keyof I]?: Suggestion };

/** The module behind an operation; loaded only when it runs. */
export interface Runner<I extends Inputs, Key extends string> {
  readonly run: (session: Session<Key>, values: ValuesOf<I>) => Promise<Outcome>;
  /** Called before questions are asked, with what was typed. */
  readonly suggest?: (session: Session<Key>, typed: Partial<ValuesOf<I>>) => Promise<Suggestions<I>>;
}

export interface OperationFacts<I extends Inputs> {
  /** The words after the provider, for example `['token', 'rotate']`. */
  readonly commandPath: readonly [string, ...string[]];
  /** One line of purpose. */
  readonly summary: string;
  readonly inputs: I;
  readonly groups?: readonly InputGroup<keyof I & string>[];
  readonly effect: Effect;
  readonly basis: Basis;
  /** Offered only while a setting has this value; otherwise it ends with 7, before anything is asked. */
  readonly onlyWhen?: { readonly setting: string; readonly is: string; readonly otherwise: Absent };
  /** A secret setting that is needed beside the credential where this input is given. */
  readonly needsSecret?: { readonly setting: string; readonly where: keyof I & string };
  /** The calls it makes, for help. */
  readonly requests?: string;
  /** What it keeps on this machine, for help. */
  readonly stores?: string;
  readonly exits: readonly ExitName[];
  /** Runnable, without the program's name. */
  readonly examples: readonly [string, ...string[]];
}

/** An operation as the rest of the program sees it: its inputs are data. */
export interface Operation<Key extends string = string> extends OperationFacts<Inputs> {
  readonly load: () => Promise<Runner<Inputs, Key>>;
}

/** Declares an operation; the runner's values are typed by the declared inputs. */
export const operation = <const I extends Inputs, Key extends string = never>(
  spec: OperationFacts<I> & { readonly load: () => Promise<Runner<I, Key>> },
): Operation<Key> => ({
  ...spec,
  // The command passes only values collected from exactly these inputs.
  load: spec.load as unknown as () => Promise<Runner<Inputs, Key>>,
});

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

type Ways<W> = readonly [W, ...W[]];

/** Every capability, answered. Registration is what the tool exists for: no provider lacks it. */
export interface Capabilities<Key extends string> {
  readonly events: Ways<OperationWay<'live' | 'documented', Key>> | Absent;
  readonly registration: Ways<OperationWay<'immediate' | 'per-resource' | 'by-request', Key>>;
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

/** The same five questions for every provider. */
export type Verbs<Key extends string> = {
  readonly events: Operation<Key> | Absent;
  readonly create: Operation<Key> | Absent;
  readonly update: Operation<Key> | Absent;
  readonly 'token get': Operation<Key> | Absent;
  readonly 'token rotate': Operation<Key> | Absent;
};

export interface Provider<Key extends string = string> {
  /** The first word of its commands. Not a union: nothing outside the folder names it. */
  readonly id: string;
  readonly name: string;
  /** Titles of the vendor's pages the contract was taken from. */
  readonly docs: readonly string[];
  readonly settings: Settings<Key>;
  readonly access: Access<Key>;
  /** The secret setting that deliveries are verified with. */
  readonly deliverySecret: { readonly setting: Key } | Absent;
  readonly verbs: Verbs<Key>;
  /** Operations that only this provider has. */
  readonly more: readonly Operation<Key>[];
  /** How `init` goes on once the credential is stored: with an operation, or with a command to run next. */
  readonly setUp: Operation<Key> | { readonly next: string };
  readonly capabilities: Capabilities<Key>;
}

/** Where the provider list keeps each one: enough for the root help, the rest on call. */
export interface ProviderEntry {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Provider>;
}

/** The settings alone say which keys there are: a key used elsewhere and not declared there does not compile. */
export const defineProvider = <const Key extends string>(
  provider: { readonly settings: Settings<Key> } & Omit<Provider<NoInfer<Key>>, 'settings'>,
): Provider<Key> => provider;

export type { Cell, Field, Outcome } from '../output/outcome.js';
export type { ValuesOf } from './inputs/inputs.js';
export type { Session } from './session.js';
