import type { JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxRequest, SandboxTools } from '../../sandbox-service.js';
import type { Webhook } from '../api.js';
import { isHttpUrl, type Reply } from '../../sandbox-body.js';
import { readObject, refusal, wrongFields } from './answers.js';
import { keepWebhook, registered, renewSecret, sandboxEvents } from './state.js';

const longestUrl = 2048;

const isWebhookUrl = (value: unknown): boolean =>
  isHttpUrl(value) && value.length <= longestUrl && !/\s/u.test(value);

/** What is wrong with each field; empty for a body that the page allows. */
const faultsIn = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const wrong: [string, string][] = [];
  for (const required of ['url', 'signature_enabled']) {
    if (!Object.hasOwn(fields, required)) wrong.push([required, 'This field is required.']);
  }
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'url') {
      if (!isWebhookUrl(value)) wrong.push([name, 'This is not an http or https URL.']);
    } else if (name !== 'signature_enabled' && !sandboxEvents.includes(name)) {
      wrong.push([name, 'There is no such field.']);
    } else if (typeof value !== 'boolean') {
      wrong.push([name, 'This must be true or false.']);
    }
  }
  return Object.fromEntries(wrong);
};

/** The webhook as the API shows it, without the secret. */
export const shownWebhook = ({ id, url, events, signature }: Webhook): JsonValue => ({
  id,
  url,
  ...events,
  signature_enabled: signature,
});

/** PUT: creates the account's webhook or replaces it. The id and the secret stay; events not named are off. */
export const putWebhook = (request: SandboxRequest, state: JsonObject, tools: SandboxTools): Reply => {
  const body = readObject(request);
  if ('refused' in body) return body.refused;
  const { fields } = body;
  const wrong = faultsIn(fields);
  if (Object.keys(wrong).length > 0) return wrongFields(wrong);
  const before = registered(state);
  const webhook: Webhook = {
    id: before?.id ?? randomUuid(tools),
    url: String(fields['url']),
    signature: fields['signature_enabled'] === true,
    events: Object.fromEntries(sandboxEvents.map((name) => [name, fields[name] === true])),
  };
  keepWebhook(state, webhook);
  if (before === undefined) renewSecret(state, tools);
  return { status: 200, json: shownWebhook(webhook) };
};

/** GET: the secret; 404 while nothing is registered. */
export const getToken = (_: SandboxRequest, state: JsonObject): Reply => {
  const webhook = registered(state);
  return webhook === undefined
    ? refusal(404, 'Not found.')
    : { status: 200, json: { token: webhook.secret } };
};

/** PATCH: a new secret; the old one signs nothing from then on. */
export const patchToken = (_: SandboxRequest, state: JsonObject, tools: SandboxTools): Reply =>
  registered(state) === undefined
    ? refusal(404, 'Not found.')
    : { status: 200, json: { token: renewSecret(state, tools) } };
