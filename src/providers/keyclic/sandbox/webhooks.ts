import type { JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxRequest, SandboxTools } from '../../sandbox-service.js';
import type { Reply } from '../../sandbox-body.js';
import { page, problem, readTexts } from './answers.js';
import { keepWebhooks, sandboxOrganization, timeOf, webhooks, type SandboxWebhook } from './state.js';

/** The names that any version of the removed API took; each version took only some of them. */
export const sandboxEvents: readonly string[] = [
  'reportCreated',
  'reportStateChanged',
  'operationCreated',
  'operationStateChanged',
  'operationRemoved',
  'taskCreated',
  'taskStateChanged',
];

const shown = ({ id, event, payloadUrl, createdAt, updatedAt }: SandboxWebhook): JsonValue => ({
  id,
  type: 'Webhook',
  enabled: true,
  event,
  payloadUrl,
  createdAt,
  updatedAt,
  _links: {
    self: { href: `/webhooks/${id}` },
    organization: { href: `/organizations/${sandboxOrganization}` },
  },
});

const faultIn = ({ event, payloadUrl }: Readonly<Record<string, string>>): Reply | undefined => {
  if (event !== undefined && !sandboxEvents.includes(event)) {
    return problem(400, `There is no such event. There is ${sandboxEvents.join(', ')}.`);
  }
  const isUrl = payloadUrl === undefined || (/^https?:\/\//iu.test(payloadUrl) && URL.canParse(payloadUrl));
  return isUrl ? undefined : problem(400, 'payloadUrl is not a URL.');
};

const missing = problem(404, 'There is no such webhook.');

export const listWebhooks = (request: SandboxRequest, state: JsonObject): Reply =>
  page(request, webhooks(state).map(shown));

export const postWebhook = (request: SandboxRequest, state: JsonObject, tools: SandboxTools): Reply => {
  const body = readTexts(request, ['event', 'organization', 'payloadUrl']);
  if ('refused' in body) return body.refused;
  const { event = '', organization, payloadUrl = '' } = body.texts;
  if (organization !== sandboxOrganization) return problem(400, 'There is no such organization.');
  const fault = faultIn(body.texts);
  if (fault !== undefined) return fault;
  const now = timeOf(tools);
  const webhook = { id: randomUuid(tools), event, payloadUrl, createdAt: now, updatedAt: now };
  keepWebhooks(state, [...webhooks(state), webhook]);
  return { status: 201, json: shown(webhook) };
};

export const getWebhook = (_: SandboxRequest, state: JsonObject, __: SandboxTools, id: string): Reply => {
  const webhook = webhooks(state).find((one) => one.id === id);
  return webhook === undefined ? missing : { status: 200, json: shown(webhook) };
};

export const patchWebhook = (
  request: SandboxRequest,
  state: JsonObject,
  tools: SandboxTools,
  id: string,
): Reply => {
  const before = webhooks(state).find((one) => one.id === id);
  if (before === undefined) return missing;
  const body = readTexts(request, [], ['event', 'payloadUrl']);
  if ('refused' in body) return body.refused;
  const fault = faultIn(body.texts);
  if (fault !== undefined) return fault;
  const { event = before.event, payloadUrl = before.payloadUrl } = body.texts;
  const after = { ...before, event, payloadUrl, updatedAt: timeOf(tools) };
  keepWebhooks(
    state,
    webhooks(state).map((one) => (one.id === id ? after : one)),
  );
  return { status: 200, json: shown(after) };
};

export const deleteWebhook = (_: SandboxRequest, state: JsonObject, __: SandboxTools, id: string): Reply => {
  if (webhooks(state).every((one) => one.id !== id)) return missing;
  keepWebhooks(
    state,
    webhooks(state).filter((one) => one.id !== id),
  );
  return { status: 204 };
};
