/**
 * The API for webhooks that Keyclic had from 2019 to 2021, as its OpenAPI 2.13.11 records it. The
 * specifications of 2022 and later do not have it; an older or self-hosted deployment may.
 */

import * as z from 'zod/mini';
import { AppError } from '../../../errors.js';
import type { Http } from '../../../http/call.js';
import { segment } from '../../../http/segment.js';

/** One event and one URL. `enabled` can be read, and no call changes it. */
export interface Webhook {
  readonly id: string;
  readonly event: string;
  readonly url: string;
  readonly enabled: boolean | null;
  /** With the zone as Keyclic writes it. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

export interface WebhookPage {
  readonly webhooks: readonly Webhook[];
  readonly pages: number;
}

const text = z.string().check(z.minLength(1));
const time = z.optional(z.nullable(z.string()));

const webhookAnswer = z.pipe(
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

const pageAnswer = z.looseObject({
  pages: z.int().check(z.nonnegative()),
  _embedded: z.looseObject({ items: z.array(webhookAnswer) }),
});

const perhapsGone = {
  hint: 'The id may be wrong, or this Keyclic may have no API for webhooks any more: keyclic.api says legacy.',
  next: 'webhook-admin keyclic webhooks list',
} as const;

const noSuchList = {
  hint: 'The organization may be wrong, or this Keyclic may have no API for webhooks any more: keyclic.api says legacy.',
  next: 'webhook-admin config get keyclic.api',
} as const;

/** The answer about one webhook must be about that one. */
const answerAbout =
  (id: string) =>
  (body: unknown): Webhook => {
    const webhook = webhookAnswer.parse(body);
    if (webhook.id.toLowerCase() === id.toLowerCase()) return webhook;
    // Passed on where it was only read; a change that is answered so is in doubt.
    throw new AppError('refused', {
      message: 'Keyclic answered with another webhook than the one that was asked for. Nothing changed.',
      hint: 'The id in its answer is another one.',
    });
  };

const webhookPath = (id: string): string => `/webhooks/${segment(id, 'uuid')}`;

/** GET /organizations/{organization}/webhooks: one page, counted from 1, ten webhooks on each. */
export const readPage = (http: Http, organization: string, page: number): Promise<WebhookPage> =>
  http.call({
    method: 'GET',
    path: `/organizations/${segment(organization, 'token')}/webhooks?page=${page}&limit=10`,
    effect: 'read',
    operation: 'webhooks list',
    notFound: noSuchList,
    parse: (body) => {
      const { pages, _embedded } = pageAnswer.parse(body);
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
    notFound: perhapsGone,
    parse: answerAbout(id),
  });

/** POST /webhooks: sent twice, it would make two. */
export const postWebhook = (
  http: Http,
  wanted: { readonly event: string; readonly organization: string; readonly url: string },
): Promise<Webhook> =>
  http.call({
    method: 'POST',
    path: '/webhooks',
    body: { event: wanted.event, organization: wanted.organization, payloadUrl: wanted.url },
    effect: 'once',
    expect: [201],
    operation: 'webhooks create',
    notFound: noSuchList,
    parse: (body) => webhookAnswer.parse(body),
  });

/** PATCH /webhooks/{webhook}: only what is to change. */
export const patchWebhook = (
  http: Http,
  id: string,
  wanted: { readonly event: string | undefined; readonly url: string | undefined },
): Promise<Webhook> =>
  http.call({
    method: 'PATCH',
    path: webhookPath(id),
    body: {
      ...(wanted.event !== undefined && { event: wanted.event }),
      ...(wanted.url !== undefined && { payloadUrl: wanted.url }),
    },
    effect: 'once',
    operation: 'webhooks update',
    notFound: perhapsGone,
    parse: answerAbout(id),
  });

/** DELETE /webhooks/{webhook}: answered without a body. */
export const deleteWebhook = (http: Http, id: string): Promise<void> =>
  http.call({
    method: 'DELETE',
    path: webhookPath(id),
    effect: 'once',
    expect: [204],
    operation: 'webhooks delete',
    notFound: perhapsGone,
    parse: () => undefined,
  });
