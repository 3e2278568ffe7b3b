import type { JsonValue } from '../../../json/value.js';
import { randomUuid } from '../../sandbox-random.js';
import { HttpError, type RouteContext, type RouteResponse } from '../../sandbox-router.js';
import { paginate, problem, readTextFields } from './responses.js';
import {
  currentTime,
  readWebhooks,
  sandboxOrganization,
  saveWebhooks,
  type SandboxWebhook,
} from './state.js';

/** All events that any version of the removed API accepted; each version accepted some of them. */
export const sandboxEvents: readonly string[] = [
  'reportCreated',
  'reportStateChanged',
  'operationCreated',
  'operationStateChanged',
  'operationRemoved',
  'taskCreated',
  'taskStateChanged',
];

const webhookJson = ({ id, event, payloadUrl, createdAt, updatedAt }: SandboxWebhook): JsonValue => ({
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

/** Throws HttpError 400 for an unknown event and for anything but an http or https URL. */
const validate = ({ event, payloadUrl }: Readonly<Record<string, string>>): void => {
  if (event !== undefined && !sandboxEvents.includes(event)) {
    throw new HttpError(problem(400, `There is no such event. There is ${sandboxEvents.join(', ')}.`));
  }
  if (payloadUrl !== undefined && !(/^https?:\/\//iu.test(payloadUrl) && URL.canParse(payloadUrl))) {
    throw new HttpError(problem(400, 'payloadUrl is not a URL.'));
  }
};

/** The webhook of the path. Throws HttpError 404. */
const findWebhook = ({ state, param }: RouteContext): SandboxWebhook => {
  const webhook = readWebhooks(state).find(({ id }) => id === param('id'));
  if (webhook === undefined) throw new HttpError(problem(404, 'There is no such webhook.'));
  return webhook;
};

export const listWebhooks = ({ request, state, param }: RouteContext): RouteResponse =>
  param('organization') === sandboxOrganization
    ? paginate(request, readWebhooks(state).map(webhookJson))
    : problem(404, 'There is no such organization.');

export const postWebhook = ({ request, state, tools }: RouteContext): RouteResponse => {
  const fields = readTextFields(request, ['event', 'organization', 'payloadUrl']);
  const { event = '', organization, payloadUrl = '' } = fields;
  if (organization !== sandboxOrganization) return problem(400, 'There is no such organization.');
  validate(fields);
  const now = currentTime(tools);
  const webhook = { id: randomUuid(tools), event, payloadUrl, createdAt: now, updatedAt: now };
  saveWebhooks(state, [...readWebhooks(state), webhook]);
  return { status: 201, json: webhookJson(webhook) };
};

export const getWebhook = (context: RouteContext): RouteResponse => ({
  status: 200,
  json: webhookJson(findWebhook(context)),
});

export const patchWebhook = (context: RouteContext): RouteResponse => {
  const { request, state, tools } = context;
  const webhook = findWebhook(context);
  const fields = readTextFields(request, [], ['event', 'payloadUrl']);
  validate(fields);
  const { event = webhook.event, payloadUrl = webhook.payloadUrl } = fields;
  const updated = { ...webhook, event, payloadUrl, updatedAt: currentTime(tools) };
  saveWebhooks(
    state,
    readWebhooks(state).map((one) => (one.id === webhook.id ? updated : one)),
  );
  return { status: 200, json: webhookJson(updated) };
};

export const deleteWebhook = (context: RouteContext): RouteResponse => {
  const { state } = context;
  const webhook = findWebhook(context);
  saveWebhooks(
    state,
    readWebhooks(state).filter(({ id }) => id !== webhook.id),
  );
  return { status: 204 };
};
