import type { JsonObject } from '../../../world.js';
import { hmacSha256Base64 } from '../../../signing/hmac.js';
import { pythonJson } from '../../../signing/python-json.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxDelivery, SandboxTools } from '../../sandbox-service.js';
import { registered, sandboxEvents, type SandboxWebhook } from './state.js';

/** Our invention: the page says that the secret travels in a header, and not in which. */
const inventedTokenHeader = 'X-Webhook-Token';

/** Amani publishes no payload; this one says of itself that it is made up. */
const payload = (event: string, tools: SandboxTools): string => {
  const now = tools.now();
  const text = JSON.stringify({
    sandbox: true,
    note: 'The shape of this payload is invented: Amani does not publish its own.',
    event,
    created_at: Math.floor(now.getTime() / 1000),
    profile: { id: randomUuid(tools), name: 'Zoë Sandbox' },
  });
  // Amani is written in Python, and its page signs what json.dumps writes.
  return pythonJson(text) ?? text;
};

const proof = ({ signature, secret }: SandboxWebhook, body: string): Readonly<Record<string, string>> =>
  signature
    ? { 'Webhook-Signature': hmacSha256Base64(secret, new TextEncoder().encode(body)) }
    : { [inventedTokenHeader]: secret };

/** The one delivery of an event that is on, signed with the secret of this moment; else why there is none. */
export const emit = (
  event: string,
  state: JsonObject,
  tools: SandboxTools,
): readonly SandboxDelivery[] | string => {
  if (!sandboxEvents.includes(event)) return `Amani has no such event. It has ${sandboxEvents.join(', ')}.`;
  const webhook = registered(state);
  if (webhook === undefined) return 'No webhook is registered, so nothing is delivered.';
  if (webhook.events[event] !== true) return `The event ${event} is off, so nothing is delivered.`;
  const body = payload(event, tools);
  const headers = { 'Content-Type': 'application/json', ...proof(webhook, body) };
  return [{ url: webhook.url, event, headers, body }];
};
