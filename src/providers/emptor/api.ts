/**
 * Emptor's calls. Creating a person and its webhook fields are on the vendor's page about webhooks;
 * the status call is in the vendor's own example code. Of the mapping only the path is public.
 */

import * as z from 'zod/mini';
import { AppError } from '../../errors.js';
import type { Http } from '../../http/call.js';
import { isSegment, segment } from '../../http/segment.js';
import { exactText } from '../../json/exact.js';
import type { JsonValue } from '../../json/value.js';
import { mappingMethods } from './checks.js';

export interface MappingCall {
  /** POST, PUT or PATCH: the setting has its own check. */
  readonly method: string;
  readonly path: string;
}

const supportHint =
  "Emptor's support has to enable the webhook integration first. Only the path of this call is documented: method, path and field are settings (emptor.mappingMethod, emptor.mappingPath, emptor.mappingField), so ask the support what they are for you.";

/** What a 404 or a 405 at the mapping means, and the way that is documented. */
export const mappingRefused = {
  hint: supportHint,
  next: 'webhook-admin emptor person create --help',
} as const;

// The client read it as JSON; an empty body is nothing.
const anyJson = (body: unknown): JsonValue => (body === undefined ? null : (body as JsonValue));

/** Sets the mapping of the organisation. Method and field are assumed, so it is never sent twice. Null: no body. */
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
    notFound: mappingRefused,
    parse: anyJson,
  });

/** GET on the mapping's path: assumed, no page says that it can be read. Null: no body. */
export const readMapping = (http: Http, path: string): Promise<JsonValue> =>
  http.call({
    method: 'GET',
    path,
    effect: 'read',
    expect: [200, 204],
    operation: 'mapping get',
    notFound: mappingRefused,
    parse: anyJson,
  });

// What fits a path: the id is of no use otherwise.
const personId = z.string().check(z.refine((id) => isSegment(id, 'token')));
const person = z.looseObject({ id: personId });

/** `/v3/PE/persons`: the country stands in capitals, as in the links of a delivery. */
const personsPath = (country: string): string => `/v3/${segment(country.toUpperCase(), 'token')}/persons`;

export interface NewPerson {
  readonly country: string;
  readonly body: Readonly<Record<string, JsonValue>>;
  /** Fields of the body whose values are secret. */
  readonly secretFields: readonly string[];
  /** Texts of the body that are about the person. */
  readonly sensitiveTexts: readonly string[];
}

/**
 * POST /v3/{country}/persons: starts the checks of a person. Never sent twice. Gives the id: the
 * vendor's example reads a bare JSON text; an object with `id` says the same.
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
    notFound: { hint: 'Perhaps Emptor does not serve this country for your account.' },
    secretFields,
    sensitiveTexts,
    parse: (answer) => (typeof answer === 'string' ? personId.parse(answer) : person.parse(answer).id),
  });

// The pages show `id` and `reports` in a delivery, whose body the status resembles.
const personStatus = z.looseObject({
  status: z.string().check(z.minLength(1)),
  id: z.optional(z.nullable(z.string())),
  reports: z.optional(z.nullable(z.record(z.string(), z.looseObject({})))),
});

export interface PersonStatus {
  /** As given: the vocabulary is not closed. */
  readonly status: string;
  readonly response: JsonValue;
  /** The answer as it came: ids in custom data may be numbers too long to be parsed. */
  readonly exact: string;
}

const statusIn = (body: unknown, bytes: Uint8Array, asked: string): PersonStatus => {
  const { status, id } = personStatus.parse(body);
  if (typeof id === 'string' && id.toLowerCase() !== asked.toLowerCase()) {
    throw new AppError('refused', {
      message: 'Emptor answered with the status of another person. Nothing changed.',
      hint: 'The id in its answer is not the one that was asked for, so nothing of it is shown.',
    });
  }
  return { status, response: anyJson(body), exact: exactText(bytes) };
};

/** GET /v3/{country}/persons/{id}/status: `status` is all that is sure of the answer. */
export const readStatus = (http: Http, country: string, id: string): Promise<PersonStatus> =>
  http.call({
    method: 'GET',
    path: `${personsPath(country)}/${segment(id, 'token')}/status`,
    effect: 'read',
    containsPersonalData: true,
    operation: 'status',
    notFound: { hint: 'A person belongs to one country: the id may be of another one, or unknown.' },
    parse: (body, bytes) => statusIn(body, bytes, id),
  });
