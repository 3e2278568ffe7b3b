/**
 * What the provider contract must refuse, drawn with four small fake providers, one
 * of each kind. It holds no test to run: `tsc --noEmit` fails when a line marked
 * with `@ts-expect-error` compiles, and when an unmarked one does not.
 */

import {
  absent,
  defineProvider,
  operation,
  type Access,
  type Capabilities,
  type Operation,
  type OperationFacts,
  type Outcome,
  type Registration,
  type RegistrationWay,
  type Session,
  type ValuesOf,
} from '../src/providers/contract.js';
import type { Inputs } from '../src/providers/inputs/inputs.js';

const done: Outcome = { data: null, view: { kind: 'nothing' } };
const no = absent('Its API has no such call.', 'Ask its support.');

const facts = <const I extends Inputs>(inputs: I): OperationFacts<I> => ({
  commandPath: ['create'],
  summary: 'Register a webhook.',
  inputs,
  effect: 'change',
  basis: 'documented',
  exits: ['ok'],
  examples: ['fake create'],
});

const plain = operation({
  ...facts({}),
  load: () => Promise.resolve({ run: () => Promise.resolve(done) }),
});

const access = {
  credential: 'apiKey',
  headers: () => ({}),
  verifyCredential: () => Promise.resolve({ verifyCredential: () => Promise.resolve('nothing') }),
  login: no,
  renew: no,
} as const;

const settings = {
  baseUrl: { about: 'Address' },
  apiKey: { about: 'Key', secret: true },
} as const;

/** Absent everywhere but for the registration, which is `how`. */
const registeredBy = <How extends 'immediate' | 'per-resource' | 'by-request'>(how: How) => ({
  events: no,
  registration: { create: no, others: [{ how, label: how, basis: 'documented', operation: plain }] } as const,
  update: no,
  secret: no,
  rotation: no,
  results: no,
  verification: no,
  delivery: no,
  samples: no,
  sandbox: no,
  plan: no,
});

const shared = {
  id: 'fake',
  name: 'Fake',
  docs: [],
  settings,
  access,
  deliverySecret: no,
  otherOperations: [plain],
  setUp: plain,
} as const;

const apiWay = [{ how: 'api', label: 'API', basis: 'documented', operation: plain }] as const;

/** One webhook an account, made at once, with a secret that rotates. */
export const immediate = defineProvider({
  ...shared,
  capabilities: {
    ...registeredBy('immediate'),
    registration: { create: { how: 'immediate', label: 'API', basis: 'documented', operation: plain } },
    secret: apiWay,
    rotation: apiWay,
  },
});
/** A webhook for each resource. */
export const perResource = defineProvider({ ...shared, capabilities: registeredBy('per-resource') });
/** Registered by people, on request. */
export const byRequest = defineProvider({ ...shared, capabilities: registeredBy('by-request') });
/** Registered by an API that never shows nor changes a secret. */
export const absentRotation = defineProvider({
  ...shared,
  capabilities: { ...registeredBy('immediate'), rotation: absent('Its secret never changes.') },
});

/** Set up by hand after the login, with a credential that nothing proves. */
export const unproven = defineProvider({
  ...shared,
  access: {
    ...access,
    verifyCredential: no,
    headers: (key, setting) => ({ 'x-key': key, 'x-at': setting('baseUrl') ?? '' }),
    commonHeaders: () => ({ 'x-app': 'one' }),
    authFailureHint: 'A key is for one application.',
  },
  setUp: { next: 'webhook-admin fake create --help' },
  capabilities: registeredBy('immediate'),
});

const { plan, ...withoutPlan } = registeredBy('immediate');
const { update, ...withoutUpdate } = registeredBy('immediate');
const { setUp, ...withoutSetUp } = shared;
export const asked = [plan, update, setUp];

// A provider that leaves a capability unanswered.
// @ts-expect-error: `plan` is not answered
defineProvider({ ...shared, capabilities: withoutPlan });
// @ts-expect-error: `update` is not answered
defineProvider({ ...shared, capabilities: withoutUpdate });

// @ts-expect-error: how `init` goes on is not answered
defineProvider({ ...withoutSetUp, capabilities: registeredBy('immediate') });

// An absence without a reason.
// @ts-expect-error: absent needs a sentence
absent();
// @ts-expect-error: the same, written by hand
export const unexplained: Capabilities<'apiKey'>['plan'] = { offered: false };

// A way that nobody knows.
// @ts-expect-error: registration is immediate, per-resource or by-request
registeredBy('by-fax');
export const unknownWay: Capabilities<'apiKey'>['secret'] = [
  // @ts-expect-error: a secret comes by API
  { how: 'by-fax', label: 'fax', basis: 'documented', operation: plain },
];
export const unknownBasis: Capabilities<'apiKey'>['secret'] = [
  // @ts-expect-error: a basis is documented, observed or assumed
  { how: 'api', label: 'API', basis: 'rumoured', operation: plain },
];

const apiRegistration: readonly [RegistrationWay<'apiKey'>] = [
  { how: 'immediate', label: 'API', basis: 'documented', operation: plain },
];

// A provider that registers nothing, and an offer without a way.
// @ts-expect-error: registration cannot be absent
export const registersNothing: Capabilities<'apiKey'>['registration'] = absent('It has none.');
// @ts-expect-error: an empty list is no way
export const noWay: Capabilities<'apiKey'>['rotation'] = [];
// @ts-expect-error: an empty list of registrations is none
export const noRegistration: Capabilities<'apiKey'>['registration'] = [];
// @ts-expect-error: without `create` there is another way
export const noOther: Registration<'apiKey'> = { create: no };
// @ts-expect-error: without `create` there is a reason
export const noReason: Registration<'apiKey'> = { others: apiRegistration };

// Settings: an address is needed, and only what is declared can be used.
const { baseUrl, ...noAddress } = settings;
export const address = baseUrl;
defineProvider({
  ...shared,
  // @ts-expect-error: every provider has an address
  settings: noAddress,
  capabilities: registeredBy('immediate'),
});
defineProvider({
  ...shared,
  // @ts-expect-error: the credential is a declared setting
  access: { ...access, credential: 'password' },
  capabilities: registeredBy('immediate'),
});
defineProvider({
  ...shared,
  // @ts-expect-error: so is the secret of deliveries
  deliverySecret: { setting: 'webhookSecret' },
  capabilities: registeredBy('immediate'),
});
defineProvider({
  ...shared,
  // @ts-expect-error: headers read declared settings only
  access: { ...access, headers: (_, setting) => ({ 'x-country': setting('country') ?? '' }) },
  capabilities: registeredBy('immediate'),
});

export const readsCountry = (session: Session<'country'>): string | undefined => session.setting('country');
export const readsUndeclared = (session: Session<'country'>): string | undefined =>
  // @ts-expect-error: the session knows `country` only
  session.setting('region');
export const readsAnything = (session: Session): string | undefined =>
  // @ts-expect-error: a session that names no settings has none
  session.setting('country');

const needsCountry: Operation<'country'> = operation({
  ...facts({}),
  load: () =>
    Promise.resolve({
      run: (session: Session<'country'>) =>
        Promise.resolve({ ...done, data: session.setting('country') ?? null }),
    }),
});
defineProvider({
  ...shared,
  settings: { ...settings, country: { about: 'Country' } },
  otherOperations: [needsCountry],
  capabilities: registeredBy('immediate'),
});
defineProvider({
  ...shared,
  // @ts-expect-error: an operation reads `country`, which these settings do not declare
  otherOperations: [needsCountry],
  capabilities: registeredBy('immediate'),
});
defineProvider({
  ...shared,
  // @ts-expect-error: the same as a common command
  capabilities: { ...registeredBy('immediate'), update: needsCountry },
});
defineProvider({
  ...shared,
  // @ts-expect-error: as what `init` goes on with
  setUp: needsCountry,
  capabilities: registeredBy('immediate'),
});
defineProvider({
  ...shared,
  capabilities: {
    ...registeredBy('immediate'),
    // @ts-expect-error: and as a way of a capability
    results: [{ how: 'api', label: 'API', basis: 'documented', operation: needsCountry }],
  },
});

// Inputs: only declared ones, and an optional one may be missing.
const inputs = {
  url: { type: 'text', value: 'URL', about: 'Where', required: true },
  note: { type: 'text', value: 'TEXT', about: 'Why' },
  events: { type: 'list', value: 'NAME', about: 'Which' },
  label: { type: 'pairs', about: 'Which labels' },
  count: { type: 'number', about: 'How many', min: 1, max: 9 },
} as const satisfies Inputs;
type Values = ValuesOf<typeof inputs>;

export const url = (values: Values): string => values.url;
export const labels = (values: Values): readonly (readonly [key: string, value: string])[] => values.label;
// @ts-expect-error: nothing needs a number, so it may be missing
export const count = (values: Values): number => values.count;
// @ts-expect-error: `secret` is not declared
export const undeclared: keyof Values = 'secret';
// @ts-expect-error: `note` is optional
export const optional = (values: Values): string => values.note;
// @ts-expect-error: values are not for writing
export const written = (values: Values): void => void (values.url = '');

const wantsRegion = (_: Session, values: { readonly region: string }): Promise<Outcome> =>
  Promise.resolve({ ...done, data: values.region });
operation({
  ...facts(inputs),
  // @ts-expect-error: the runner wants an input that is not declared
  load: () => Promise.resolve({ run: wantsRegion }),
});
operation({
  ...facts(inputs),
  // @ts-expect-error: a group names inputs that are declared
  groups: [{ inputs: ['region'], required: true }],
  load: () => Promise.resolve({ run: () => Promise.resolve(done) }),
});
// @ts-expect-error: an effect is one of five
export const effect: OperationFacts<typeof inputs>['effect'] = 'erase';
// @ts-expect-error: an operation has an example
export const examples: OperationFacts<typeof inputs>['examples'] = [];
// @ts-expect-error: what the API cannot do is said, not left out
export const halfAccess: Access<'apiKey'> = {
  credential: 'apiKey',
  headers: () => ({}),
  verifyCredential: access.verifyCredential,
  login: no,
};
