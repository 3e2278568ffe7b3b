import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Every secret of a run: made by chance, so unlike any text and each other, and different in every encoding. */
export const canaries = {
  storedToken: 'ST.U8JZpD"E0iG/XlD6+gNCFb\\aEP%FjbD',
  environmentToken: 'EN.0kH8Oo"ol8D/klZD+OCj2I\\SaJ%iHkT',
  fileToken: 'FI.j0rLGl"koMX/GjtE+kDnNf\\rib%xUdl',
  pipedToken: 'PI.7dXTPy"LsxP/FkTh+f4Vuc\\SmE%HgaK',
  password: 'PA.wVJ7fa"C9qE/wjky+40UVs\\Wmf%lzdE',
  accessToken: 'AC.1F8Res"qEDu/sTpk+r0cSt\\Y4q%WB8d',
  renewedToken: 'RE.WKnHfD"NxSI/vPZZ+63fFK\\cZj%R4I0',
  refreshToken: 'RE.b3jRta"Wr4Y/9OJF+LJOqO\\Af1%lLQS',
  oldSecret: 'OL.AJaiXn"kU8I/s2g8+nprvD\\d53%x83r',
  newSecret: 'NE.zjZZZZ"GeoZ/DMEN+cKHVm\\DGA%kJiG',
  previousSecret: 'PR.8XnBE3"NnYJ/oQ9W+mXeHH\\2fd%eeTF',
  proxyPassword: 'Px7proxy-Jw52-pass_Rt94.vnF16',
} as const;

/** What goes wrong with an answer; each spills what the provider knows in its own way. */
export const troubles = {
  'a 401 that repeats the request': (spill) => ({
    status: 401,
    json: { detail: `Not accepted: ${spill.headers}`, body: spill.body, headers: spill.headers },
  }),
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
  'a page': (spill) => ({
    status: 200,
    type: 'text/html',
    text: `<html>${Object.values(spill).join('<br>')}`,
  }),
  'the bare secret instead of JSON': ({ secret }) => ({ status: 200, text: secret }),
  'JSON of another shape': ({ secret, headers }) => ({
    status: 200,
    json: { token: { value: secret }, access: [headers], id: 7, [secret]: { [secret]: headers } },
  }),
  'a 500': (spill) => ({ status: 500, json: { detail: Object.values(spill).join(' ') } }),
  'a redirect': ({ secret, headers }) => ({
    status: 307,
    text: '',
    location: `https://u:${encodeURIComponent(secret)}@elsewhere.example/${encodeURIComponent(secret)}?${encodeURIComponent(headers)}`,
  }),
  'a reset in the middle': ({ secret }) => ({ status: 200, text: `{"token":"${secret}`, reset: true }),
} as const satisfies Readonly<Record<string, (spill: Spill) => Wrong>>;

export type Trouble = keyof typeof troubles;

interface Spill {
  readonly headers: string;
  readonly body: string;
  readonly secret: string;
}

interface Wrong {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly location?: string;
  readonly reset?: boolean;
}

export interface CanaryProvider {
  readonly url: string;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

export interface CanaryOptions {
  /** From which request on, counted from 0, answers are wrong; never without `trouble`. */
  readonly from?: number;
  readonly trouble?: Trouble;
  /** The webhook secret that wrong answers name; the current one unless told. */
  readonly quoted?: string;
  readonly onRequest: () => void;
}

/** An account whose answers are right until they go wrong. */
export const startCanaryProvider = async (options: CanaryOptions): Promise<CanaryProvider> => {
  const { from = 0, trouble, onRequest } = options;
  let requests = 0;
  let secret: string = canaries.oldSecret;

  const right = (call: string, body: string): unknown => {
    switch (call) {
      case 'GET /api/v2/webhook/events':
        return ['document_upload', 'profile_create'];
      case 'GET /api/v2/webhook/token':
        return { token: secret };
      case 'PATCH /api/v2/webhook/token':
        secret = canaries.newSecret;
        return { token: secret };
      case 'PUT /api/v2/webhook':
        return { id: 'w1', ...(JSON.parse(body) as object) };
      case 'POST /api/v2/user/login':
        return { access: canaries.accessToken, refresh: canaries.refreshToken };
      case 'POST /api/v2/token/refresh/':
        return { access: canaries.renewedToken };
      default:
        return undefined;
    }
  };

  const reply = (wrong: Wrong, response: http.ServerResponse): void => {
    const text = wrong.text ?? JSON.stringify(wrong.json);
    response.writeHead(wrong.status, {
      'content-type': wrong.type ?? 'application/json',
      ...(wrong.location !== undefined && { location: wrong.location }),
      ...(wrong.reset === true && { 'content-length': text.length + 100 }),
    });
    if (wrong.reset !== true) response.end(text);
    else response.write(text, () => response.destroy());
  };

  const server = http.createServer((request, response) => {
    onRequest();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const number = requests;
      requests += 1;
      if (trouble !== undefined && number >= from) {
        const headers = request.headers.authorization ?? request.headers['user-agent'] ?? '';
        return reply(troubles[trouble]({ headers, body, secret: options.quoted ?? secret }), response);
      }
      const answer = right(`${request.method ?? ''} ${request.url ?? ''}`, body);
      return reply(
        answer === undefined ? { status: 404, json: { detail: 'no' } } : { status: 200, json: answer },
        response,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
