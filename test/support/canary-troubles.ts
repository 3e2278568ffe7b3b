/** What the provider knows, and a wrong answer gives away. */
export interface Spill {
  /** The header that carried the credential. */
  readonly headers: string;
  readonly body: string;
  /** The secret of deliveries. */
  readonly secret: string;
  /** Whom the account is about, whether or not the request named them. */
  readonly people: string;
}

export interface Wrong {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly location?: string;
  readonly reset?: boolean;
}

const all = (spill: Spill): readonly string[] => [spill.headers, spill.body, spill.secret, spill.people];

/** As a server writes it that knows ASCII only. */
const ascii = (text: string): string =>
  text.replaceAll(/[^ -~]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * What goes wrong with an answer; each spills what the provider knows in its own way. The words of a
 * refusal are shown, so they name people only as far as the request did.
 */
export const troubles = {
  'a 401 that repeats the request': (spill) => ({
    status: 401,
    json: { detail: `Not accepted: ${all(spill).join(' ')}`, headers: spill.headers },
  }),
  'a 403 that repeats the request': (spill) => ({ status: 403, json: { title: all(spill).join(' ') } }),
  'a 400 with secrets in its field errors': (spill) => ({
    status: 400,
    json: {
      url: [`may not hold ${spill.secret}`, spill.secret.slice(3, 20)],
      [spill.secret]: [spill.headers],
      body: [spill.body],
    },
  }),
  'a 400 with encoded secrets': ({ secret, headers }) => ({
    status: 422,
    json: {
      message: [secret, headers]
        .flatMap((text) => [
          encodeURIComponent(text),
          Buffer.from(text).toString('base64'),
          Buffer.from(text).toString('hex'),
          JSON.stringify(text),
        ])
        .join(' '),
    },
  }),
  'a page': (spill) => ({ status: 200, type: 'text/html', text: `<html>${all(spill).join('<br>')}` }),
  'the bare secret instead of JSON': ({ secret, people }) => ({ status: 200, text: `${secret} ${people}` }),
  'JSON with an unexpected shape': ({ secret, headers, people }) => ({
    status: 200,
    json: { token: { value: secret }, access: [headers, people], id: 7, [secret]: { [people]: headers } },
  }),
  'a 500': (spill) => ({ status: 500, json: { detail: all(spill).join(' ') } }),
  'a redirect': ({ secret, headers, people }) => ({
    status: 307,
    text: '',
    location: `https://u:${encodeURIComponent(secret)}@elsewhere.example/${encodeURIComponent(people)}?${encodeURIComponent(headers)}`,
  }),
  'a reset in the middle': ({ secret, people }) => ({
    status: 200,
    text: `{"token":"${secret}","people":"${people}`,
    reset: true,
  }),
  // Those that follow begin with the body, since what is shown of an answer is short.
  'a 400 that repeats the body': ({ body }) => ({ status: 400, json: { detail: body } }),
  'a 404 that repeats the body in capitals': ({ body }) => ({
    status: 404,
    json: { title: body.toUpperCase() },
  }),
  'a 409 that repeats the body in ASCII': ({ body }) => ({ status: 409, json: { message: ascii(body) } }),
} as const satisfies Readonly<Record<string, (spill: Spill) => Wrong>>;

export type Trouble = keyof typeof troubles;

/** Those that tell something only when the request had a body about a person. */
export const bodyTroubles: readonly Trouble[] = [
  'a 400 that repeats the body',
  'a 404 that repeats the body in capitals',
  'a 409 that repeats the body in ASCII',
];
