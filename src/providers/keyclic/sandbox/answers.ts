import type { JsonValue } from '../../../json/value.js';
import { objectIn, type Reply } from '../../sandbox-body.js';
import type { SandboxRequest } from '../../sandbox-service.js';

/** A `Problem`, as the specifications since late 2021 have it. */
export const problem = (
  status: number,
  detail: string,
  wrong: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  json: {
    type: 'about:blank',
    title: 'Problem',
    detail,
    _embedded: {
      errors: Object.entries(wrong).map(([path, message]) => ({ title: path, detail: message })),
    },
  },
});

/** The texts of a JSON body: all of the required ones, and of the others those that came; else the 400. */
export const readTexts = (
  request: SandboxRequest,
  required: readonly string[],
  others: readonly string[] = [],
): { readonly texts: Readonly<Record<string, string>> } | { readonly refused: Reply } => {
  const body = objectIn(request);
  if ('fault' in body) {
    const what = body.fault === 'syntax' ? 'is not valid JSON' : 'must be a JSON object';
    return { refused: problem(400, `The body ${what}.`) };
  }
  const given = new Map(Object.entries(body.fields));
  const wrong = [
    ...required.filter((name) => !given.has(name)),
    ...[...given].flatMap(([name, text]) =>
      [...required, ...others].includes(name) && typeof text === 'string' && text !== '' ? [] : [name],
    ),
  ];
  if (wrong.length > 0) {
    const faults = Object.fromEntries(wrong.map((name) => [name, 'This value is not valid.']));
    return { refused: problem(400, `Not valid: ${wrong.join(', ')}.`, faults) };
  }
  return { texts: Object.fromEntries([...given].map(([name, text]) => [name, String(text)])) };
};

const wholeNumber = (text: string | undefined, usual: number): number => {
  const value = text === undefined ? usual : Number(text);
  return Number.isInteger(value) && value > 0 ? value : usual;
};

/** One page of a list, as the page "Technical information" shows it. */
export const page = ({ path, query }: SandboxRequest, items: readonly JsonValue[]): Reply => {
  const [number, limit] = [wholeNumber(query['page'], 1), wholeNumber(query['limit'], 10)];
  const pages = Math.max(1, Math.ceil(items.length / limit));
  const to = (target: number): JsonValue => ({ href: `${path}?page=${target}&limit=${limit}` });
  return {
    status: 200,
    json: {
      page: number,
      limit,
      pages,
      total: items.length,
      _links: {
        self: to(number),
        first: to(1),
        last: to(pages),
        ...(number < pages && { next: to(number + 1) }),
      },
      _embedded: { items: items.slice((number - 1) * limit, number * limit) },
    },
  };
};
