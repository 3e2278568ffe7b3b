/**
 * Amani's webhook calls for one webhook per account, as the page "Managing webhooks" describes them. Paths
 * have no trailing slash: the API redirects those, and the redirect drops the body.
 */

import * as z from 'zod/mini';
import type { Http } from '../../http/call.js';
import { secretCalls } from '../secret/calls.js';

/** Fields of the webhook that are not events. */
const otherFields: readonly string[] = ['id', 'url', 'signature_enabled'];

const eventName = z.string().check(
  z.regex(/^[a-z][a-z0-9_]{0,63}$/u),
  z.refine((name) => !otherFields.includes(name)),
);
const eventList = z.array(eventName).check(z.minLength(1));

const tokenResponse = z.object({ token: z.string() });

const webhookResponse = z.looseObject({
  id: z.string().check(z.minLength(1)),
  url: z.string(),
  signature_enabled: z.boolean(),
});

/** A webhook as the API returns it. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly signature: boolean;
  readonly events: Readonly<Record<string, boolean>>;
}

export interface WantedWebhook {
  readonly url: string;
  readonly signature: boolean;
  /** Must have every event of the account: Amani turns off those that are missing. */
  readonly events: Readonly<Record<string, boolean>>;
}

/** GET /api/v2/webhook/events: the names of all events of the account. */
export const listEvents = async (http: Http, operation: string): Promise<readonly string[]> => {
  const names = await http.call({
    method: 'GET',
    path: '/api/v2/webhook/events',
    effect: 'read',
    operation,
    parse: (body) => eventList.parse(body),
  });
  return [...new Set(names)];
};

/** PUT /api/v2/webhook: creates or replaces the account's webhook. The response must have every requested event. */
export const putWebhook = (http: Http, wanted: WantedWebhook, operation: string): Promise<Webhook> =>
  http.call({
    method: 'PUT',
    path: '/api/v2/webhook',
    body: { url: wanted.url, signature_enabled: wanted.signature, ...wanted.events },
    effect: 'replace',
    operation,
    // 200 is documented; 201 is accepted too.
    expect: [200, 201],
    parse: (body) => {
      const response = webhookResponse.parse(body);
      const { id, url, signature_enabled: signature } = response;
      const events = Object.fromEntries(
        Object.keys(wanted.events).map((name) => [name, z.boolean().parse(response[name])]),
      );
      return { id, url, signature, events };
    },
  });

/** GET /api/v2/webhook/token returns the current secret, PATCH makes a new one. */
export const { readSecret, changeSecret } = secretCalls({
  read: {
    path: '/api/v2/webhook/token',
    notFound: { hint: 'No webhook may be registered yet.', next: 'webhook-admin amani create' },
  },
  change: { method: 'PATCH', path: '/api/v2/webhook/token' },
  parse: (body) => tokenResponse.parse(body).token,
});
