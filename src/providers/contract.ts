/**
 * What a provider is. Read this first.
 *
 * A provider is a folder that exports one value made by `defineProvider`: its settings, its
 * authentication, its capabilities and the operations that only it has. Every capability must be declared:
 * what an API does not offer is `absent` with a reason, and a missing declaration does not compile.
 */

import type { Http } from '../http/call.js';
import type { Validator } from '../world.js';
import {
  resolveCapabilities,
  type Absent,
  type Basis,
  type Capabilities,
  type CapabilityAnswers,
  type Verbs,
} from './capabilities.js';
import type { Operation } from './operation.js';

export interface Setting {
  readonly about: string;
  /** Asked by `auth login` and `init`; a setting without a question is never asked for. */
  readonly question?: string;
  readonly secret?: true;
  readonly default?: string;
  readonly example?: string;
  /** Basis of the default value; `documented` by default. */
  readonly basis?: Basis;
  /** Ignored for `baseUrl`, which is checked as a URL. */
  readonly validate?: Validator;
  /** Calls cannot be made without it. */
  readonly required?: true;
  /** The answer to its question may be empty. */
  readonly optional?: true;
  /** Short names for longer values. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** The value of a setting that is not secret; undefined when it is neither set nor has a default. */
export type SettingOf<Key extends string> = (key: Key) => string | undefined;

/** `baseUrl` is required of every provider. */
export type Settings<Key extends string> = Readonly<Record<Key, Setting>> & { readonly baseUrl: Setting };

export interface StoredLogin {
  readonly credential: string;
  readonly refresh?: string;
}

/** How calls are authenticated, and how a credential is obtained, verified and renewed. */
export interface Access<Key extends string> {
  /** Key of the secret setting that holds the credential. */
  readonly credential: Key;
  /** Names in lower case: `authorization`. */
  readonly headers: (credential: string, setting: SettingOf<Key>) => Readonly<Record<string, string>>;
  /** Headers of every call, including calls without a credential. */
  readonly commonHeaders?: (setting: SettingOf<Key>) => Readonly<Record<string, string>>;
  /** A sentence: the usual reason why a credential is refused. */
  readonly authFailureHint?: string;
  /** A read that succeeds with a valid credential. Resolves to a short summary, or to why these settings allow no such read. */
  readonly verifyCredential:
    | Absent
    | (() => Promise<{
        readonly verifyCredential: (http: Http, setting: SettingOf<Key>) => Promise<string | Absent>;
      }>);
  /** Exchanges a user name and a password for a credential. The password is never stored. */
  readonly login:
    | Absent
    | {
        readonly about: string;
        readonly load: () => Promise<{
          readonly login: (http: Http, username: string, password: string) => Promise<StoredLogin>;
        }>;
      };
  /** Exchanges a refresh token for a new credential. */
  readonly renew:
    Absent | (() => Promise<{ readonly renew: (http: Http, refresh: string) => Promise<StoredLogin> }>);
}

interface ProviderBase<Key extends string> {
  /** The command group, for example `acme`. */
  readonly id: string;
  readonly name: string;
  /** Titles of the provider's documentation pages that describe the API. */
  readonly docs: readonly string[];
  readonly access: Access<Key>;
  /** Key of the secret setting that verifies deliveries. */
  readonly deliverySecret: { readonly setting: Key } | Absent;
  /** Operations other than the common commands, in the order of help. */
  readonly otherOperations: readonly Operation<Key>[];
  /** What `init` does after storing the credential: runs an operation, or prints the next command. */
  readonly setUp: Operation<Key> | { readonly next: string };
}

/** The argument of `defineProvider`. */
export interface ProviderDefinition<Key extends string> extends ProviderBase<Key> {
  readonly capabilities: CapabilityAnswers<Key>;
}

/** A provider as the rest of the program sees it. */
export interface Provider<Key extends string = string> extends ProviderBase<Key> {
  readonly settings: Settings<Key>;
  readonly verbs: Verbs<Key>;
  readonly capabilities: Capabilities<Key>;
}

/** An entry of the registry: what the root help prints, and how to load the rest. */
export interface ProviderEntry {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Provider>;
}

/**
 * Creates a provider. Its common commands are derived from its capabilities. `settings` declares the keys:
 * any other key does not compile.
 */
export const defineProvider = <const Key extends string>({
  capabilities,
  ...definition
}: { readonly settings: Settings<Key> } & ProviderDefinition<NoInfer<Key>>): Provider<Key> => ({
  ...definition,
  ...resolveCapabilities(capabilities),
});

export { absent, isAbsent } from './capabilities.js';
export type {
  Absent,
  Basis,
  Capabilities,
  CapabilityName,
  DeliveryFacts,
  Registration,
  RegistrationWay,
  Verbs,
} from './capabilities.js';
export { callExits, operation } from './operation.js';
export type { Operation, OperationFacts, Suggestion, Suggestions } from './operation.js';
export type { Cell, Field, Outcome } from '../output/outcome.js';
export type { ValuesOf } from './inputs/inputs.js';
export type { Session } from './session.js';
