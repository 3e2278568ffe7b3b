import { isJsonObject, type JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import type { SandboxTools } from '../../sandbox-service.js';

export const sandboxOrganization = '7b1f4c2e-5d0a-4f6b-9c3d-2a8e6f1b0c47';

/** A stored report or operation. */
export interface SandboxResource {
  readonly kind: 'report' | 'operation';
  readonly id: string;
  readonly state: string;
  /** ISO 8601 with the zone of the page's sample. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface SandboxWebhook {
  readonly id: string;
  readonly event: string;
  readonly payloadUrl: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A fictional report and operation, so that there is something to follow. */
const initialResources: readonly SandboxResource[] = [
  {
    kind: 'report',
    id: 'b0e7e28f-0000-4000-8000-000000000001',
    state: 'NEW',
    createdAt: '2026-02-27T10:00:00+02:00',
    updatedAt: '2026-02-27T10:00:00+02:00',
  },
  {
    kind: 'operation',
    id: 'c1d8f390-0000-4000-8000-000000000002',
    state: 'NEW',
    createdAt: '2026-02-27T11:30:00+02:00',
    updatedAt: '2026-02-27T11:30:00+02:00',
  },
];

const textFields = (value: unknown, keys: readonly string[]): Record<string, string> | undefined => {
  if (!isJsonObject(value)) return undefined;
  const texts = keys.map((key) => [key, value[key]] as const);
  if (!texts.every(([, text]) => typeof text === 'string')) return undefined;
  return Object.fromEntries(texts.map(([key, text]) => [key, String(text)]));
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reports and operations, oldest first; entries that are not valid are left out. */
export const readResources = (state: JsonObject): readonly SandboxResource[] => {
  if (!Array.isArray(state['resources'])) return initialResources;
  return listOf(state['resources']).flatMap((value) => {
    const texts = textFields(value, ['kind', 'id', 'state', 'createdAt', 'updatedAt']);
    if (texts === undefined) return [];
    const { kind, id = '', createdAt = '', updatedAt = '' } = texts;
    if (kind !== 'report' && kind !== 'operation') return [];
    return [{ kind, id, state: texts['state'] ?? '', createdAt, updatedAt }];
  });
};

export const saveResources = (state: JsonObject, all: readonly SandboxResource[]): void => {
  state['resources'] = all.map((resource) => ({ ...resource }));
};

export const readWebhooks = (state: JsonObject): readonly SandboxWebhook[] =>
  listOf(state['webhooks']).flatMap((value) => {
    const texts = textFields(value, ['id', 'event', 'payloadUrl', 'createdAt', 'updatedAt']);
    if (texts === undefined) return [];
    const { id = '', event = '', payloadUrl = '', createdAt = '', updatedAt = '' } = texts;
    return [{ id, event, payloadUrl, createdAt, updatedAt }];
  });

export const saveWebhooks = (state: JsonObject, all: readonly SandboxWebhook[]): void => {
  state['webhooks'] = all.map((webhook) => ({ ...webhook }));
};

/** The time in the format and zone of the page's sample. */
export const currentTime = (tools: SandboxTools): string =>
  new Date(tools.now().getTime() + 2 * 3_600_000).toISOString().replace(/\.\d+Z$/u, '+02:00');

const link = (path: string): JsonValue => ({ href: path, iriTemplate: { mapping: {} } });

const transitions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Page "Reports": from a state, by a transition, to a state.
  'report NEW': { accept: 'ACCEPTED', refuse: 'REFUSED' },
  'report ACCEPTED': { refuse: 'REFUSED', hold: 'ON_HOLD', progress: 'IN_PROGRESS' },
  'report ON_HOLD': { progress: 'IN_PROGRESS' },
  'report IN_PROGRESS': { close: 'CLOSED' },
  'operation NEW': { assign: 'ASSIGNED' },
  'operation ASSIGNED': { progress: 'IN_PROGRESS' },
  'operation IN_PROGRESS': { resolve: 'RESOLVED' },
};

/** The possible transitions of a resource, each with the state that it leads to. */
export const nextStates = ({ kind, state }: SandboxResource): Readonly<Record<string, string>> =>
  transitions[`${kind} ${state}`] ?? {};

/**
 * The resource as the API and deliveries contain it. Keyclic moved the state over the years: here a
 * report has it where the page "Integration" shows it, and an operation where the specifications since
 * 2020 have it, so that both can be tried.
 */
export const resourceJson = (resource: SandboxResource): Readonly<Record<string, JsonValue>> => {
  const { kind, id, state, createdAt, updatedAt } = resource;
  const names = Object.keys(nextStates(resource));
  const organization = link(`/organizations/${sandboxOrganization}`);
  const self = link(`/${kind}s/${id}`);
  const shared = { id, createdAt, updatedAt, description: 'Sandbox: invented for trying things out.' };
  return kind === 'report'
    ? {
        type: 'Report',
        ...shared,
        state,
        _links: { self, operations: link(`/reports/${id}/operations`), organization },
        _embedded: { stateTransitions: names },
      }
    : {
        type: 'Operation',
        ...shared,
        _links: { self, organization },
        _embedded: {
          workflow: { state: { type: 'State', name: state }, transitions: names.map((name) => ({ name })) },
        },
      };
};
