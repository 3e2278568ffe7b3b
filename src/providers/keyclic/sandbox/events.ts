import { isJsonObject } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomUuid } from '../../sandbox-random.js';
import type { RouteContext, RouteResponse } from '../../sandbox-router.js';
import type { SandboxDelivery, SandboxTools } from '../../sandbox-service.js';
import { problem, readTextFields } from './responses.js';
import {
  currentTime,
  nextStates,
  readResources,
  readWebhooks,
  resourceJson,
  saveResources,
  type SandboxResource,
} from './state.js';
import { sandboxEvents } from './webhooks.js';

const createDeliveries = (
  event: string,
  resource: SandboxResource,
  state: JsonObject,
): readonly SandboxDelivery[] =>
  readWebhooks(state)
    .filter((webhook) => webhook.event === event)
    .map(({ payloadUrl }) => ({
      url: payloadUrl,
      event,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ event, payload: resourceJson(resource) }),
    }));

const replace = (state: JsonObject, updated: SandboxResource): void =>
  saveResources(
    state,
    readResources(state).map((one) => (one.id === updated.id ? updated : one)),
  );

/** Applies an event: a new resource, the next state of the newest one that has a next state, or the removal of the newest. */
const applyEvent = (event: string, state: JsonObject, tools: SandboxTools): SandboxResource | undefined => {
  const kind = event.startsWith('report') ? 'report' : 'operation';
  const now = currentTime(tools);
  const all = readResources(state);
  const newestFirst = all.filter((one) => one.kind === kind).reverse();
  if (event.endsWith('Created')) {
    const created = { kind, id: randomUuid(tools), state: 'NEW', createdAt: now, updatedAt: now } as const;
    saveResources(state, [...all, created]);
    return created;
  }
  if (event.endsWith('Removed')) {
    const [removed] = newestFirst;
    saveResources(
      state,
      all.filter((one) => one !== removed),
    );
    return removed;
  }
  const resource = newestFirst.find((one) => Object.keys(nextStates(one)).length > 0);
  const [next] = resource === undefined ? [] : Object.values(nextStates(resource));
  if (resource === undefined || next === undefined) return undefined;
  const updated = { ...resource, state: next, updatedAt: now };
  replace(state, updated);
  return updated;
};

/** Delivers to the webhooks of the removed API. Without one for the event nothing changes. */
export const emit = (
  event: string,
  state: JsonObject,
  tools: SandboxTools,
): readonly SandboxDelivery[] | string => {
  if (!sandboxEvents.includes(event)) return `Keyclic has no such event. It has ${sandboxEvents.join(', ')}.`;
  if (event.startsWith('task')) return 'The sandbox has no tasks, so nothing is delivered.';
  if (readWebhooks(state).every((webhook) => webhook.event !== event)) {
    return `No webhook for ${event} is registered, so nothing is delivered. Keyclic registers webhooks on request; the sandbox also has the removed API (set keyclic.api to legacy).`;
  }
  const resource = applyEvent(event, state, tools);
  return resource === undefined
    ? 'The sandbox has no report or operation for this event, so nothing is delivered.'
    : createDeliveries(event, resource, state);
};

/** POST …/workflow with a transition: the report in its new state. `advance` sends the deliveries. */
export const postTransition = ({ request, state, tools, param }: RouteContext): RouteResponse => {
  const report = readResources(state).find(({ kind, id }) => kind === 'report' && id === param('id'));
  if (report === undefined) return problem(404, 'There is no such report.');
  const { transition = '' } = readTextFields(request, ['transition']);
  const next = new Map(Object.entries(nextStates(report))).get(transition);
  if (next === undefined) return problem(400, `There is no such transition from ${report.state}.`);
  const updated = { ...report, state: next, updatedAt: currentTime(tools) };
  replace(state, updated);
  state['pending'] = [
    ...readPending(state),
    ...createDeliveries('reportStateChanged', updated, state).map((delivery) => ({ ...delivery })),
  ];
  return { status: 200, json: resourceJson(updated) };
};

const isDelivery = (value: unknown): value is SandboxDelivery =>
  isJsonObject(value) &&
  ['url', 'event', 'body'].every((key) => typeof value[key] === 'string') &&
  isJsonObject(value['headers']);

const readPending = (state: JsonObject): readonly SandboxDelivery[] =>
  Array.isArray(state['pending']) ? state['pending'].filter(isDelivery) : [];

/** Removes the pending deliveries from the state and returns them. */
export const takePending = (state: JsonObject): readonly SandboxDelivery[] => {
  const pending = readPending(state);
  delete state['pending'];
  return pending;
};
