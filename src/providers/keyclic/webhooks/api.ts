/**
 * The webhook API that Keyclic had from 2019 to 2021, from its OpenAPI 2.13.11. The specifications since
 * 2022 do not have it; an older or self-hosted deployment may.
 */

import * as z from 'zod/mini';
import { AppError } from '../../../errors.js';
import type { Http } from '../../../http/call.js';
import { segment } from '../../../http/segment.js';

/** One event and one URL. No call changes `enabled`. */
export interface Webhook {
  readonly id: string;
  readonly event: string;
  readonly url: string;
  readonly enabled: boolean | null;
  /** With the zone that Keyclic writes. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

export interface WebhookPage {
  readonly webhooks: readonly Webhook[];
  readonly pages: number;
}

const text = z.string().check(z.minLength(1));
const time = z.optional(z.nullable(z.string()));

const webhookSchema = z.pipe(
  z.looseObject({
    id: text,
    event: text,
    payloadUrl: text,
    enabled: z.optional(z.nullable(z.boolean())),
    createdAt: time,
    updatedAt: time,
  }),
  z.transform(({ id, event, payloadUrl, enabled, createdAt, updatedAt }): Webhook => ({
    id,
    event,
    url: payloadUrl,
    enabled: enabled ?? null,
    createdAt: createdAt ?? null,
    updatedAt: updatedAt ?? null,
  })),
);

const pageSchema = z.looseObject({
  pages: z.int().check(z.nonnegative()),
  _embedded: z.looseObject({ items: z.array(webhookSchema) }),
});

const webhookNotFound = {
  hint: 'The ID may be wrong, or this Keyclic may no longer have a webhook API: keyclic.api is legacy.',
  next: 'webhook-admin keyclic webhooks list',
} as const;

const listNotFound = {
  hint: 'The organization may be wrong, or this Keyclic may no longer have a webhook API: keyclic.api is legacy.',
  next: 'webhook-admin config get keyclic.api',
} as const;

/** Parses a webhook, which must have this id. */
const parseWebhook =
  (id: string) =>
  (body: unknown): Webhook => {
    const webhook = webhookSchema.parse(body);
    if (webhook.id.toLowerCase() === id.toLowerCase()) return webhook;
    // After a change the client reports this as an unknown outcome.
    throw new AppError('refused', {
      message: 'Keyclic returned another webhook than the requested one. Nothing changed.',
      hint: 'The ID in the response is not the requested one.',
    });
  };

const webhookPath = (id: string): string => `/webhooks/${segment(id, 'uuid')}`;

/** GET /organizations/{organization}/webhooks: one page of ten, starting with page 1. */
export const readPage = (http: Http, organization: string, page: number): Promise<WebhookPage> =>
  http.call({
    method: 'GET',
    path: `/organizations/${segment(organization, 'token')}/webhooks?page=${page}&limit=10`,
    effect: 'read',
    operation: 'webhooks list',
    notFound: listNotFound,
    parse: (body) => {
      const { pages, _embedded } = pageSchema.parse(body);
      return { webhooks: _embedded.items, pages };
    },
  });

/** GET /webhooks/{webhook}. */
export const readWebhook = (http: Http, id: string, operation: string): Promise<Webhook> =>
  http.call({
    method: 'GET',
    path: webhookPath(id),
    effect: 'read',
    operation,
    notFound: webhookNotFound,
    parse: parseWebhook(id),
  });

/** POST /webhooks. Never sent twice, since that would create two webhooks. */
export const postWebhook = (
  http: Http,
  fields: { readonly event: string; readonly organization: string; readonly url: string },
): Promise<Webhook> =>
  http.call({
    method: 'POST',
    path: '/webhooks',
    body: { event: fields.event, organization: fields.organization, payloadUrl: fields.url },
    effect: 'once',
    expect: [201],
    operation: 'webhooks create',
    notFound: listNotFound,
    parse: (body) => webhookSchema.parse(body),
  });

/** PATCH /webhooks/{webhook} with the changes only. */
export const patchWebhook = (
  http: Http,
  id: string,
  fields: { readonly event: string | undefined; readonly url: string | undefined },
): Promise<Webhook> =>
  http.call({
    method: 'PATCH',
    path: webhookPath(id),
    body: {
      ...(fields.event !== undefined && { event: fields.event }),
      ...(fields.url !== undefined && { payloadUrl: fields.url }),
    },
    effect: 'once',
    operation: 'webhooks update',
    notFound: webhookNotFound,
    parse: parseWebhook(id),
  });

/** DELETE /webhooks/{webhook}. */
export const deleteWebhook = (http: Http, id: string): Promise<void> =>
  http.call({
    method: 'DELETE',
    path: webhookPath(id),
    effect: 'once',
    expect: [204],
    operation: 'webhooks delete',
    notFound: webhookNotFound,
    parse: () => undefined,
  });
