import { hmacSha256Base64 } from '../../../signing/hmac.js';
import { isJsonObject } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomHex } from '../../sandbox-random.js';
import type { SandboxTools } from '../../sandbox-service.js';
import type { Webhook } from '../api.js';

/** The events of the page, in its order. */
export const sandboxEvents: readonly string[] = [
  'profile_create',
  'profile_update',
  'profile_status_change',
  'document_upload',
  'document_delete',
  'document_update',
  'document_status_change',
  'zip_file_create',
  'video_call_status_change',
  'profile_level_update',
];

/** The account's one webhook with its secret. */
export interface SandboxWebhook extends Webhook {
  readonly secret: string;
}

/** Undefined while no webhook is registered, and for a state that is not valid. */
export const readWebhook = (state: JsonObject): SandboxWebhook | undefined => {
  const { webhook, secret } = state;
  if (!isJsonObject(webhook) || typeof secret !== 'string') return undefined;
  const { id, url, signature, events } = webhook;
  if (typeof id !== 'string' || typeof url !== 'string' || typeof signature !== 'boolean') return undefined;
  const enabled = isJsonObject(events) ? events : {};
  return {
    id,
    url,
    signature,
    secret,
    events: Object.fromEntries(sandboxEvents.map((name) => [name, enabled[name] === true])),
  };
};

export const saveWebhook = (state: JsonObject, webhook: Webhook): void => {
  const { id, url, signature, events } = webhook;
  state['webhook'] = { id, url, signature, events: { ...events } };
};

/**
 * Replaces the secret with a new one of 43 URL-safe characters. A counter is part of it, so that no
 * secret repeats when the random numbers do.
 */
export const renewSecret = (state: JsonObject, tools: SandboxTools): string => {
  const count = typeof state['secretsMade'] === 'number' ? state['secretsMade'] + 1 : 1;
  const bytes = new TextEncoder().encode(`secret ${count}`);
  const secret = hmacSha256Base64(randomHex(tools, 64), bytes)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/u, '');
  state['secretsMade'] = count;
  state['secret'] = secret;
  return secret;
};
