/**
 * Amani's webhook calls of the generation with one webhook per account: the seed
 * "Managing webhooks". Paths are sent exactly as the page writes them; a slash
 * too many would be answered with a redirect that drops the body.
 */

import * as z from 'zod/mini';
import type { Http } from '../../http/call.js';

/** Fields of the webhook that are not events. */
const otherFields: readonly string[] = ['id', 'url', 'signature_enabled'];

const eventName = z.string().check(
  z.regex(/^[a-z][a-z0-9_]{0,63}$/u),
  z.refine((name) => !otherFields.includes(name)),
);
const eventList = z.array(eventName).check(z.minLength(1));

/** A secret: printable ASCII without spaces, so that it fits any header and file. */
const tokenAnswer = z.object({ token: z.string().check(z.regex(/^[\x21-\x7e]{1,4096}$/u)) });

const webhookAnswer = z.looseObject({
  id: z.string().check(z.minLength(1)),
  url: z.string(),
  signature_enabled: z.boolean(),
});

/** What Amani says a webhook is. Events are the boolean fields beside its own. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly signature: boolean;
  readonly events: Readonly<Record<string, boolean>>;
}

export interface WantedWebhook {
  readonly url: string;
  readonly signature: boolean;
  /** Every event of the account: one that is not named would be switched off. */
  readonly events: Readonly<Record<string, boolean>>;
}

/** GET /api/v2/webhook/events: names of all events, as the account sees them. */
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

/** PUT /api/v2/webhook: creates the account's webhook or replaces it. The answer must name every event asked for. */
export const putWebhook = (http: Http, wanted: WantedWebhook, operation: string): Promise<Webhook> =>
  http.call({
    method: 'PUT',
    path: '/api/v2/webhook',
    body: { url: wanted.url, signature_enabled: wanted.signature, ...wanted.events },
    effect: 'replace',
    operation,
    // The page says 200; the same body with "created" says the same.
    expect: [200, 201],
    parse: (body) => {
      const answer = webhookAnswer.parse(body);
      const { id, url, signature_enabled: signature } = answer;
      const events = Object.fromEntries(
        Object.keys(wanted.events).map((name) => [name, z.boolean().parse(answer[name])]),
      );
      return { id, url, signature, events };
    },
  });

/** GET /api/v2/webhook/token: the current secret. */
export const readSecret = (http: Http, operation: string): Promise<string> =>
  http.call({
    method: 'GET',
    path: '/api/v2/webhook/token',
    effect: 'read',
    operation,
    notFound: { hint: 'Perhaps no webhook is registered yet.', next: 'webhook-admin amani create' },
    parse: (body) => tokenAnswer.parse(body).token,
  });

/** PATCH /api/v2/webhook/token: makes a new secret. Never sent twice. */
export const changeSecret = (http: Http, operation: string): Promise<string> =>
  http.call({
    method: 'PATCH',
    path: '/api/v2/webhook/token',
    effect: 'once',
    operation,
    parse: (body) => tokenAnswer.parse(body).token,
  });
