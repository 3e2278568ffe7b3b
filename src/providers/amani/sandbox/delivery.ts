import type { JsonObject } from '../../../world.js';
import { hmacSha256Base64 } from '../../../signing/hmac.js';
import { pythonJson } from '../../../signing/python-json.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxDelivery, SandboxTools } from '../../sandbox-service.js';
import { readWebhook, sandboxEvents, type SandboxWebhook } from './state.js';

/** Invented: the page says that the secret is sent in a header, but not in which one. */
const inventedTokenHeader = 'X-Webhook-Token';

/** Amani publishes no payload. This one is invented, and says so. */
const payload = (event: string, tools: SandboxTools): string => {
  const now = tools.now();
  const text = JSON.stringify({
    sandbox: true,
    note: 'The shape of this payload is invented: Amani does not publish its own.',
    event,
    created_at: Math.floor(now.getTime() / 1000),
    profile: { id: randomUuid(tools), name: 'Zoë Sandbox' },
  });
  // Amani's page signs the output of Python's json.dumps.
  return pythonJson(text) ?? text;
};

const secretHeaders = (
  { signature, secret }: SandboxWebhook,
  body: string,
): Readonly<Record<string, string>> =>
  signature
    ? { 'Webhook-Signature': hmacSha256Base64(secret, new TextEncoder().encode(body)) }
    : { [inventedTokenHeader]: secret };

/** The delivery of an enabled event, signed with the current secret; otherwise why there is none. */
export const emit = (
  event: string,
  state: JsonObject,
  tools: SandboxTools,
): readonly SandboxDelivery[] | string => {
  if (!sandboxEvents.includes(event)) return `Amani has no such event. It has ${sandboxEvents.join(', ')}.`;
  const webhook = readWebhook(state);
  if (webhook === undefined) return 'No webhook is readWebhook, so nothing is delivered.';
  if (webhook.events[event] !== true) return `The event ${event} is off, so nothing is delivered.`;
  const body = payload(event, tools);
  const headers = { 'Content-Type': 'application/json', ...secretHeaders(webhook, body) };
  return [{ url: webhook.url, event, headers, body }];
};
