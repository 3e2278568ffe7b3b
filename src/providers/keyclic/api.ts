/**
 * Keyclic's documented reads (its OpenAPI 2.75.2). Answers are HAL, whose media type is a JSON one:
 * `application/json` is asked for, and the body is read as strict JSON whatever JSON type it names.
 */

import * as z from 'zod/mini';
import { AppError, type FailureDetails } from '../../errors.js';
import type { Http } from '../../http/call.js';
import { segment } from '../../http/segment.js';
import type { JsonValue } from '../../json/value.js';

const count = z.looseObject({ total: z.int().check(z.nonnegative()) });

const resource = z.looseObject({
  id: z.string(),
  type: z.optional(z.nullable(z.string())),
  createdAt: z.optional(z.nullable(z.string())),
  updatedAt: z.optional(z.nullable(z.string())),
});

/** A report, an operation or whatever a link led to: its id is checked, the rest is as it came. */
export interface Resource {
  readonly id: string;
  readonly type: string | undefined;
  /** With the zone as Keyclic writes it. */
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly whole: Readonly<Record<string, JsonValue>>;
}

/** GET /organizations/{organization}/reports, one a page: only their number is read. */
export const countReports = (http: Http, organization: string): Promise<number> =>
  http.call({
    method: 'GET',
    path: `/organizations/${segment(organization, 'token')}/reports?page=1&limit=1`,
    effect: 'read',
    operation: 'auth login',
    notFound: {
      hint: 'Perhaps the setting keyclic.organization is not the id of one of your organizations.',
      next: 'webhook-admin config get keyclic.organization',
    },
    parse: (body) => count.parse(body).total,
  });

const resourceIn = (body: unknown, id: string): Resource => {
  const found = resource.parse(body);
  if (found.id.toLowerCase() !== id.toLowerCase()) {
    throw new AppError('refused', {
      message: 'Keyclic answered with another resource than the one of the delivery. Nothing changed.',
      hint: 'The id in its answer is not the one that was asked for.',
    });
  }
  return {
    id,
    type: found.type ?? undefined,
    createdAt: found.createdAt ?? undefined,
    updatedAt: found.updatedAt ?? undefined,
    // The client read it from JSON text.
    whole: found as Readonly<Record<string, JsonValue>>,
  };
};

/** The documented 404 and the 410 of what is gone for good mean the same to whoever follows. */
const asNotFound = (error: unknown, { hint, next }: Pick<FailureDetails, 'hint' | 'next'>): unknown =>
  error instanceof AppError && error.details.httpStatus === 410 && error.failure === 'refused'
    ? error.with({
        message: 'Keyclic does not have this any more (410). Nothing changed.',
        hint: error.details.hint ?? hint,
        next: error.details.next ?? next,
      })
    : error;

/**
 * GET of one resource, whose answer must be the one with this id (a UUID, in any case). Reports are
 * written by citizens about what they saw, so a refusal may quote a person.
 */
export const readResource = (
  http: Http,
  path: string,
  id: string,
  notFound: Pick<FailureDetails, 'hint' | 'next'>,
): Promise<Resource> =>
  http
    .call({
      method: 'GET',
      path,
      effect: 'read',
      containsPersonalData: true,
      operation: 'follow',
      notFound,
      parse: (body) => resourceIn(body, id),
    })
    .catch((error: unknown) => {
      throw asNotFound(error, notFound);
    });
