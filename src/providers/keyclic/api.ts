/**
 * Keyclic's documented reads (OpenAPI 2.75.2). Responses are HAL: the client accepts any JSON media type,
 * and parses strict JSON.
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

/** A report, an operation or another linked resource. Only its id is validated. */
export interface Resource {
  readonly id: string;
  readonly type: string | undefined;
  /** With the zone that Keyclic writes. */
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly whole: Readonly<Record<string, JsonValue>>;
}

/** GET /organizations/{organization}/reports, of which only the total is read. */
export const countReports = (http: Http, organization: string): Promise<number> =>
  http.call({
    method: 'GET',
    path: `/organizations/${segment(organization, 'token')}/reports?page=1&limit=1`,
    effect: 'read',
    operation: 'auth login',
    notFound: {
      hint: 'The setting keyclic.organization may not be the ID of one of your organizations.',
      next: 'webhook-admin config get keyclic.organization',
    },
    parse: (body) => count.parse(body).total,
  });

const parseResource = (body: unknown, id: string): Resource => {
  const found = resource.parse(body);
  if (found.id.toLowerCase() !== id.toLowerCase()) {
    throw new AppError('refused', {
      message: 'Keyclic returned another resource than the one in the delivery. Nothing changed.',
      hint: 'The ID in the response is not the requested one.',
    });
  }
  return {
    id,
    type: found.type ?? undefined,
    createdAt: found.createdAt ?? undefined,
    updatedAt: found.updatedAt ?? undefined,
    // Parsed from JSON by the client.
    whole: found as Readonly<Record<string, JsonValue>>,
  };
};

/** Reports a 410 like the documented 404. Returns other errors unchanged. */
const asNotFound = (error: unknown, { hint, next }: Pick<FailureDetails, 'hint' | 'next'>): unknown =>
  error instanceof AppError && error.details.httpStatus === 410 && error.failure === 'refused'
    ? error.with({
        message: 'Keyclic no longer has this resource (410). Nothing changed.',
        hint: error.details.hint ?? hint,
        next: error.details.next ?? next,
      })
    : error;

/**
 * GET of one resource. Throws AppError `refused` when the response has another id (a UUID, in any case).
 * Reports are written by citizens, so an error response may quote a person.
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
      parse: (body) => parseResource(body, id),
    })
    .catch((error: unknown) => {
      throw asNotFound(error, notFound);
    });
