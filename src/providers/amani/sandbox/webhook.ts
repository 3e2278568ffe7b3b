import type { JsonValue } from '../../../json/value.js';
import { randomUuid } from '../../sandbox-random.js';
import { isHttpUrl, type RouteContext, type RouteResponse } from '../../sandbox-router.js';
import type { Webhook } from '../api.js';
import { errorResponse, invalidFields, readFields } from './responses.js';
import { readWebhook, renewSecret, sandboxEvents, saveWebhook } from './state.js';

const maxUrlLength = 2048;

const isWebhookUrl = (value: unknown): boolean =>
  isHttpUrl(value) && value.length <= maxUrlLength && !/\s/u.test(value);

/** A message for each invalid field; empty for a body that the page allows. */
const validate = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const messages: [string, string][] = [];
  for (const required of ['url', 'signature_enabled']) {
    if (!Object.hasOwn(fields, required)) messages.push([required, 'This field is required.']);
  }
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'url') {
      if (!isWebhookUrl(value)) messages.push([name, 'This is not an http or https URL.']);
    } else if (name !== 'signature_enabled' && !sandboxEvents.includes(name)) {
      messages.push([name, 'There is no such field.']);
    } else if (typeof value !== 'boolean') {
      messages.push([name, 'This must be true or false.']);
    }
  }
  return Object.fromEntries(messages);
};

/** The webhook as the API returns it, without the secret. */
export const webhookJson = ({ id, url, events, signature }: Webhook): JsonValue => ({
  id,
  url,
  ...events,
  signature_enabled: signature,
});

/** PUT: creates the account's webhook or replaces it. Keeps id and secret; events that are not named are off. */
export const putWebhook = ({ request, state, tools }: RouteContext): RouteResponse => {
  const fields = readFields(request);
  const messages = validate(fields);
  if (Object.keys(messages).length > 0) return invalidFields(messages);
  const existing = readWebhook(state);
  const webhook: Webhook = {
    id: existing?.id ?? randomUuid(tools),
    url: String(fields['url']),
    signature: fields['signature_enabled'] === true,
    events: Object.fromEntries(sandboxEvents.map((name) => [name, fields[name] === true])),
  };
  saveWebhook(state, webhook);
  if (existing === undefined) renewSecret(state, tools);
  return { status: 200, json: webhookJson(webhook) };
};

/** GET: the secret; 404 while no webhook is registered. */
export const getToken = ({ state }: RouteContext): RouteResponse => {
  const webhook = readWebhook(state);
  return webhook === undefined
    ? errorResponse(404, 'Not found.')
    : { status: 200, json: { token: webhook.secret } };
};

/** PATCH: a new secret, with which the next delivery is signed. */
export const patchToken = ({ state, tools }: RouteContext): RouteResponse =>
  readWebhook(state) === undefined
    ? errorResponse(404, 'Not found.')
    : { status: 200, json: { token: renewSecret(state, tools) } };
