import type { JsonValue } from '../../../json/value.js';
import { HttpError, readJsonObject, type RouteResponse } from '../../sandbox-router.js';
import type { SandboxRequest } from '../../sandbox-service.js';

/** A `Problem`, as in the specifications since late 2021. */
export const problem = (
  status: number,
  detail: string,
  errors: Readonly<Record<string, string>> = {},
): RouteResponse => ({
  status,
  json: {
    type: 'about:blank',
    title: 'Problem',
    detail,
    _embedded: {
      errors: Object.entries(errors).map(([path, message]) => ({ title: path, detail: message })),
    },
  },
});

/**
 * The text fields of a JSON body: the required ones, and those of `optional` that are there. Throws
 * HttpError 400 for anything else.
 */
export const readTextFields = (
  request: SandboxRequest,
  required: readonly string[],
  optional: readonly string[] = [],
): Readonly<Record<string, string>> => {
  const fields = readJsonObject(request, {
    invalidJson: problem(400, 'The body is not valid JSON.'),
    notAnObject: problem(400, 'The body must be a JSON object.'),
  });
  const known = [...required, ...optional];
  const invalid = [
    ...required.filter((name) => !Object.hasOwn(fields, name)),
    ...Object.entries(fields).flatMap(([name, text]) =>
      known.includes(name) && typeof text === 'string' && text !== '' ? [] : [name],
    ),
  ];
  if (invalid.length > 0) {
    const errors = Object.fromEntries(invalid.map((name) => [name, 'This value is not valid.']));
    throw new HttpError(problem(400, `Not valid: ${invalid.join(', ')}.`, errors));
  }
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, String(text)]));
};

const parsePositive = (text: string | undefined, fallback: number): number => {
  const value = Number(text ?? fallback);
  return Number.isInteger(value) && value > 0 ? value : fallback;
};

/** One page of a list, as on the page "Technical information". */
export const paginate = ({ path, query }: SandboxRequest, items: readonly JsonValue[]): RouteResponse => {
  const [page, limit] = [parsePositive(query['page'], 1), parsePositive(query['limit'], 10)];
  const pages = Math.max(1, Math.ceil(items.length / limit));
  const link = (target: number): JsonValue => ({ href: `${path}?page=${target}&limit=${limit}` });
  return {
    status: 200,
    json: {
      page,
      limit,
      pages,
      total: items.length,
      _links: {
        self: link(page),
        first: link(1),
        last: link(pages),
        ...(page < pages && { next: link(page + 1) }),
      },
      _embedded: { items: items.slice((page - 1) * limit, page * limit) },
    },
  };
};
