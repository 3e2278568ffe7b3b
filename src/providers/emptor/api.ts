/**
 * Emptor's calls. Creating a person with webhook fields is on the vendor's page about webhooks, the status
 * call is in the vendor's example code. Only the path of the mapping is documented.
 */

import * as z from 'zod/mini';
import { AppError } from '../../errors.js';
import type { Http } from '../../http/call.js';
import { isSegment, segment } from '../../http/segment.js';
import { exactText } from '../../json/exact.js';
import type { JsonValue } from '../../json/value.js';
import { mappingMethods } from './settings.js';

export interface MappingCall {
  /** POST, PUT or PATCH, as the setting validates. */
  readonly method: string;
  readonly path: string;
}

const supportHint =
  "Emptor's support must enable the webhook integration first. Only the path of this call is documented: ask support for the method, path and field, and set emptor.mappingMethod, emptor.mappingPath and emptor.mappingField.";

/** What a 404 or 405 of the mapping means, and the documented alternative. */
export const mappingNotFound = {
  hint: supportHint,
  next: 'webhook-admin emptor person create --help',
} as const;

// Parsed from JSON by the client; undefined for an empty body.
const anyJson = (body: unknown): JsonValue => (body === undefined ? null : (body as JsonValue));

/** Sets the mapping of the organization. Never sent twice, since method and field are assumed. Null for an empty body. */
export const sendMapping = (
  http: Http,
  { method, path }: MappingCall,
  body: Readonly<Record<string, string>>,
): Promise<JsonValue> =>
  http.call({
    method: mappingMethods.find((known) => known === method) ?? 'POST',
    path,
    body,
    effect: 'once',
    expect: [200, 201, 202, 204],
    operation: 'mapping set',
    notFound: mappingNotFound,
    parse: anyJson,
  });

/** GET of the mapping, which is assumed: no page says that it can be read. Null for an empty body. */
export const readMapping = (http: Http, path: string): Promise<JsonValue> =>
  http.call({
    method: 'GET',
    path,
    effect: 'read',
    expect: [200, 204],
    operation: 'mapping get',
    notFound: mappingNotFound,
    parse: anyJson,
  });

// The id must fit into a path to be of use.
const personId = z.string().check(z.refine((id) => isSegment(id, 'token')));
const personSchema = z.looseObject({ id: personId });

/** `/v3/PE/persons`, with the country in upper case as in the links of a delivery. */
const personsPath = (country: string): string => `/v3/${segment(country.toUpperCase(), 'token')}/persons`;

export interface NewPerson {
  readonly country: string;
  readonly body: Readonly<Record<string, JsonValue>>;
  /** Fields of the body whose values are secret. */
  readonly secretFields: readonly string[];
  /** Strings of the body that describe the person. */
  readonly sensitiveTexts: readonly string[];
}

/**
 * POST /v3/{country}/persons: starts the checks of a person. Never sent twice. Returns the id, from a bare
 * JSON string as in the vendor's example, or from an object with `id`.
 */
export const createPerson = (
  http: Http,
  { country, body, secretFields, sensitiveTexts }: NewPerson,
): Promise<string> =>
  http.call({
    method: 'POST',
    path: personsPath(country),
    body,
    effect: 'once',
    expect: [200, 201, 202],
    operation: 'person create',
    notFound: { hint: 'Your account may not have access to this country.' },
    secretFields,
    sensitiveTexts,
    parse: (body) => (typeof body === 'string' ? personId.parse(body) : personSchema.parse(body).id),
  });

// The pages show `id` and `reports` in a delivery, and call the status similar to it.
const statusSchema = z.looseObject({
  status: z.string().check(z.minLength(1)),
  id: z.optional(z.nullable(z.string())),
  reports: z.optional(z.nullable(z.record(z.string(), z.looseObject({})))),
});

export interface PersonStatus {
  /** As Emptor writes it: the set of values is not closed. */
  readonly status: string;
  readonly response: JsonValue;
  /** The unparsed response: custom data may have numbers that are too long for a JavaScript number. */
  readonly exact: string;
}

const parseStatus = (body: unknown, bytes: Uint8Array, expectedId: string): PersonStatus => {
  const { status, id } = statusSchema.parse(body);
  if (typeof id === 'string' && id.toLowerCase() !== expectedId.toLowerCase()) {
    throw new AppError('refused', {
      message: 'Emptor returned the status of another person. Nothing changed.',
      hint: 'The ID in the response is not the requested one, so the response is not shown.',
    });
  }
  return { status, response: anyJson(body), exact: exactText(bytes) };
};

/** GET /v3/{country}/persons/{id}/status. Only `status` is certain to be in the response. */
export const readStatus = (http: Http, country: string, id: string): Promise<PersonStatus> =>
  http.call({
    method: 'GET',
    path: `${personsPath(country)}/${segment(id, 'token')}/status`,
    effect: 'read',
    containsPersonalData: true,
    operation: 'status',
    notFound: { hint: 'A person belongs to one country: the ID may belong to another one, or not exist.' },
    parse: (body, bytes) => parseStatus(body, bytes, id),
  });
