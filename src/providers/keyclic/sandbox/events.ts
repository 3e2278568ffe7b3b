import { isJsonObject } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxDelivery, SandboxTools } from '../../sandbox-service.js';
import type { Reply } from '../../sandbox-body.js';
import { problem, readTexts } from './answers.js';
import type { SandboxRequest } from '../../sandbox-service.js';
import {
  keepResources,
  nextStates,
  resources,
  serialised,
  timeOf,
  webhooks,
  type SandboxResource,
} from './state.js';
import { sandboxEvents } from './webhooks.js';

const deliveriesOf = (
  event: string,
  resource: SandboxResource,
  state: JsonObject,
): readonly SandboxDelivery[] =>
  webhooks(state)
    .filter((webhook) => webhook.event === event)
    .map(({ payloadUrl }) => ({
      url: payloadUrl,
      event,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ event, payload: serialised(resource) }),
    }));

const replace = (state: JsonObject, after: SandboxResource): void =>
  keepResources(
    state,
    resources(state).map((one) => (one.id === after.id ? after : one)),
  );

/** Makes it happen: a new one, the next state of the newest that has one, or the newest is gone. */
const happen = (event: string, state: JsonObject, tools: SandboxTools): SandboxResource | undefined => {
  const kind = event.startsWith('report') ? 'report' : 'operation';
  const now = timeOf(tools);
  const all = resources(state);
  const ofKind = all.filter((one) => one.kind === kind).reverse();
  if (event.endsWith('Created')) {
    const made = { kind, id: randomUuid(tools), state: 'NEW', createdAt: now, updatedAt: now } as const;
    keepResources(state, [...all, made]);
    return made;
  }
  if (event.endsWith('Removed')) {
    const gone = ofKind[0];
    keepResources(
      state,
      all.filter((one) => one !== gone),
    );
    return gone;
  }
  const before = ofKind.find((one) => Object.keys(nextStates(one)).length > 0);
  const [next] = before === undefined ? [] : Object.values(nextStates(before));
  if (before === undefined || next === undefined) return undefined;
  const after = { ...before, state: next, updatedAt: now };
  replace(state, after);
  return after;
};

/** What was registered for the event by the removed API is told; a sentence where nothing is, and then nothing happens. */
export const emit = (
  event: string,
  state: JsonObject,
  tools: SandboxTools,
): readonly SandboxDelivery[] | string => {
  if (!sandboxEvents.includes(event)) return `Keyclic has no such event. It has ${sandboxEvents.join(', ')}.`;
  if (event.startsWith('task')) return 'The sandbox has no tasks, so nothing is delivered.';
  if (webhooks(state).every((webhook) => webhook.event !== event)) {
    return `No webhook for ${event} is registered, so nothing is delivered. At Keyclic its service does that on request; the sandbox also has the removed API (keyclic.api legacy).`;
  }
  const resource = happen(event, state, tools);
  return resource === undefined
    ? 'There is none that this could happen to, so nothing is delivered.'
    : deliveriesOf(event, resource, state);
};

/** POST …/workflow with a transition: the new state, and a delivery that `settle` hands out. */
export const postTransition = (
  request: SandboxRequest,
  state: JsonObject,
  tools: SandboxTools,
  id: string,
): Reply => {
  const before = resources(state).find((one) => one.kind === 'report' && one.id === id);
  if (before === undefined) return problem(404, 'There is no such report.');
  const body = readTexts(request, ['transition']);
  if ('refused' in body) return body.refused;
  const next = new Map(Object.entries(nextStates(before))).get(body.texts['transition'] ?? '');
  if (next === undefined) return problem(400, `There is no such transition from ${before.state}.`);
  const after = { ...before, state: next, updatedAt: timeOf(tools) };
  replace(state, after);
  const due = Array.isArray(state['due']) ? (state['due'] as readonly unknown[]) : [];
  state['due'] = [...due, ...deliveriesOf('reportStateChanged', after, state).map((one) => ({ ...one }))];
  return { status: 200, json: serialised(after) };
};

const isDelivery = (value: unknown): value is SandboxDelivery =>
  isJsonObject(value) &&
  ['url', 'event', 'body'].every((key) => typeof value[key] === 'string') &&
  isJsonObject(value['headers']);

/** Takes what waits to be delivered, once. */
export const takeDue = (state: JsonObject): readonly SandboxDelivery[] => {
  if (!Array.isArray(state['due'])) return [];
  const due: readonly unknown[] = state['due'];
  delete state['due'];
  return due.filter(isDelivery);
};
