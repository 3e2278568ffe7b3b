/**
 * What a provider is. Read this first.
 *
 * A provider is one folder that exports one value made by `defineProvider`: its
 * settings, how it authenticates, what it offers for each capability, and the
 * operations that only it has. Nothing is optional: what an API cannot do is
 * `absent` with a reason, so that an unanswered question is a compile error.
 */

import type { Absent } from './absent.js';
import type { Access, Settings } from './access.js';
import {
  resolveCapabilities,
  type Capabilities,
  type CapabilityAnswers,
  type Verbs,
} from './capabilities.js';
import type { Operation } from './operation.js';

interface ProviderBase<Key extends string> {
  /** The first word of its commands. Not a union: nothing outside the folder names it. */
  readonly id: string;
  readonly name: string;
  /** Titles of the vendor's pages that describe the API. */
  readonly docs: readonly string[];
  readonly access: Access<Key>;
  /** The secret setting that deliveries are verified with. */
  readonly deliverySecret: { readonly setting: Key } | Absent;
  /** Operations beside the common commands, in the order of help. */
  readonly otherOperations: readonly Operation<Key>[];
  /** What `init` does once the credential is stored: run an operation, or name the next command. */
  readonly setUp: Operation<Key> | { readonly next: string };
}

/** What a provider's folder declares. */
export interface ProviderDefinition<Key extends string> extends ProviderBase<Key> {
  readonly capabilities: CapabilityAnswers<Key>;
}

/** A provider as the rest of the program sees it. */
export interface Provider<Key extends string = string> extends ProviderBase<Key> {
  readonly settings: Settings<Key>;
  readonly verbs: Verbs<Key>;
  readonly capabilities: Capabilities<Key>;
}

/** Where the provider list keeps each one: enough for the root help, the rest on call. */
export interface ProviderEntry {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Provider>;
}

/**
 * Makes the provider that a definition describes; its common commands are those of its capabilities. The
 * settings alone say which keys exist: a key that is used elsewhere and not declared there does not compile.
 */
export const defineProvider = <const Key extends string>({
  capabilities,
  ...definition
}: { readonly settings: Settings<Key> } & ProviderDefinition<NoInfer<Key>>): Provider<Key> => ({
  ...definition,
  ...resolveCapabilities(capabilities),
});

export { absent, isAbsent, type Absent, type Basis } from './absent.js';
export type { Access, Setting, SettingOf, Settings, StoredLogin } from './access.js';
export type {
  Capabilities,
  CapabilityName,
  DeliveryFacts,
  Registration,
  RegistrationWay,
  Verbs,
} from './capabilities.js';
export { operation } from './operation.js';
export type { Operation, OperationFacts, Suggestion, Suggestions } from './operation.js';
export type { Cell, Field, Outcome } from '../output/outcome.js';
export type { ValuesOf } from './inputs/inputs.js';
export type { Session } from './session.js';
