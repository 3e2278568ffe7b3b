import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Reply, Seen } from './strict-server.js';

/** Credas' documented answers, written down by hand from its pages, not from our code. */

export const apiKey = 'Kc4credas_Vb29key_Tn83xjwP61';

/** A person nobody may see but in the files that were asked for. */
export const person = {
  firstName: 'Wilhelmina-Xanthe',
  surname: 'Quennerstedt-Ovoje',
  emailAddress: 'wilhelmina.xanthe@quennerstedt.example',
  phoneNumber: '+447700900461',
  dateOfBirth: '1961-02-27',
  documentNumber: 'GBR987654321QX',
} as const;

export const clientId = '8c55ebc3-7ac2-469e-9837-94023aa82c3d';
export const processId = '1e144e85-f45b-4ae3-8915-ae2826ea1e55';
export const entityId = '5a0f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b';
export const otherEntityId = '6b1f7d1f-4c2e-4a7b-8b64-1d2e3f4a5b6c';

/** A made-up id, the same for the same number. */
export const numbered = (kind: 'process' | 'entity', number: number): string =>
  `${kind === 'process' ? 'a' : 'b'}${number.toString(16).padStart(7, '0')}-0000-4000-8000-000000000000`;

/** A notice of completion as the page "Process webhooks" prints it. */
export const notice = (id: string = processId): Readonly<Record<string, unknown>> => ({
  ProcessId: id,
  ClientId: clientId,
  Status: 2,
  StatusDescription: 'The process is complete',
});

/** A notice of an invitation as the page "Process actor webhooks" prints it. */
export const actorNotice = {
  clientId,
  processId,
  processActorId: 4,
  entityId,
  smsStatus: 2,
  smsStatusDescription: 'Delivered',
  emailStatus: 3,
  emailStatusDescription: 'Opened',
} as const;

export const pdfOf = (id: string): Buffer =>
  Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Title (${id} ${person.surname}) >>\nendobj\ntrailer\n<<>>\n%%EOF\n`);

export const checksOf = (id: string): readonly unknown[] => [
  { entityId: id, type: 11, name: 'RTW', status: 1, rtxCheckId: 5, submittedBy: person.emailAddress },
  { entityId: id, type: 77, name: 'AML', status: 6, requestedBy: person.surname, canReview: false },
];

export const detailsOf = (id: string): unknown => ({ id, title: 'Onboarding', people: [person] });

export const root = '/api/v2/ci';
export const paths = {
  process: (id: string = processId) => `${root}/processes/${id}`,
  details: (id: string = processId) => `${root}/processes/${id}/details`,
  processPdf: (id: string = processId) => `${root}/processes/${id}/pdf-export`,
  checks: (entity: string = entityId) => `${root}/entities/${entity}/active-checks`,
  pdf: (entity: string = entityId, id: string = processId) => `${root}/entities/${entity}/${id}/pdf-export`,
} as const;

export const bytes = (content: Uint8Array, type = 'application/pdf', headers = {}): Reply => ({
  raw: (_, response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': content.length, ...headers });
    response.end(content);
  },
});

export interface CredasFixture {
  readonly id?: string;
  readonly status?: number;
  readonly entities?: readonly string[];
}

export interface CredasServer {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly Seen[];
  /** What a request gets: one reply after the other, the last one from then on. */
  answer(method: 'GET' | 'POST', target: string, ...replies: readonly [Reply, ...Reply[]]): void;
  /** All answers about a complete process. */
  process(fixture?: CredasFixture): void;
  /** Method and target of every request so far, in order. */
  traffic(): readonly string[];
  /** How many requests with this target came. */
  count(target: string): number;
  /** The most requests that were in flight together. */
  most(): number;
  /** Resolves when nobody is connected any more: what somebody sent who was killed has been read then. */
  left(): Promise<void>;
  close(): Promise<void>;
  /** Fails on requests that nobody announced, and on wrong headers and bodies. */
  verify(): void;
}

const isExport = (target: string): boolean => target.endsWith('/pdf-export');

const wantedHeaders = ({ method, target, body }: Seen, port: number): Readonly<Record<string, string>> => ({
  accept: isExport(target) ? 'application/pdf, application/json' : 'application/json',
  'accept-encoding': 'identity',
  'user-agent': 'webhook-admin',
  host: `127.0.0.1:${String(port)}`,
  'x-api-key': apiKey,
  ...(method === 'POST' && {
    'content-length': String(Buffer.byteLength(body)),
    'content-type': 'application/json',
  }),
});

/**
 * A server that answers what a test announced, in any order, and nothing else. `delayMs` is what each answer
 * takes. Every request must carry exactly the headers that Credas needs, and an
 * export by POST the body `{}`.
 */
export const startCredas = async ({ delayMs = 0 } = {}): Promise<CredasServer> => {
  const routes = new Map<string, Reply[]>();
  const seen: Seen[] = [];
  const wrong: string[] = [];
  let [inFlight, most, port] = [0, 0, 0];

  const check = (request: Seen): void => {
    const { method, target, headers, body } = request;
    const { connection, ...others } = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const wanted = wantedHeaders(request, port);
    if (JSON.stringify(Object.entries(others).sort()) !== JSON.stringify(Object.entries(wanted).sort()))
      wrong.push(`${method} ${target}: headers ${JSON.stringify(others)}`);
    // Only the first attempt of a read may go over a connection that is there already.
    const isFirst = seen.filter((other) => other.target === target).length === 1;
    if (connection !== 'close' && (method !== 'GET' || connection !== 'keep-alive'))
      wrong.push(`${method} ${target}: connection ${String(connection)}`);
    if (isFirst && method === 'GET' && connection !== 'keep-alive')
      wrong.push(`${method} ${target}: connection ${String(connection)}`);
    const wantedBody = method === 'POST' ? '{}' : '';
    if ((method === 'GET' || isExport(target)) && body !== wantedBody)
      wrong.push(`${method} ${target}: body ${body}`);
  };

  const send = (reply: Reply, response: http.ServerResponse): void => {
    if ('raw' in reply) {
      if (response.socket !== null) reply.raw(response.socket, response);
      return;
    }
    const text = 'json' in reply ? JSON.stringify(reply.json) : reply.text;
    const type = 'json' in reply ? 'application/json; charset=utf-8' : 'text/html';
    response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers });
    response.end(text);
  };

  const server = http.createServer((request, response) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    response.on('close', () => (inFlight -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: target = '', rawHeaders } = request;
      const headers = Object.fromEntries(
        rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [])),
      ) as Record<string, string>; // pairs of strings
      const request_ = { method, target, headers, body: Buffer.concat(chunks).toString('utf8') };
      seen.push(request_);
      check(request_);
      const replies = routes.get(`${method} ${target}`) ?? [];
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply === undefined) {
        wrong.push(`${method} ${target} was not expected`);
        response.writeHead(599).end();
      } else if (delayMs === 0) send(reply, response);
      else setTimeout(() => send(reply, response), delayMs);
    });
  });
  const connected = new Set<object>();
  const waiting: (() => void)[] = [];
  server.on('connection', (socket) => {
    connected.add(socket);
    socket.on('close', () => {
      connected.delete(socket);
      if (connected.size === 0) for (const leave of waiting.splice(0)) leave();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);

  const answer: CredasServer['answer'] = (method, target, ...replies) =>
    void routes.set(`${method} ${target}`, [...replies]);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    seen,
    answer,
    process({ id = processId, status = 2, entities = [entityId] } = {}) {
      const processActors = entities.map((entity, index) => ({ id: index + 1, entityId: entity, ...person }));
      answer('GET', paths.process(id), {
        json: { id, clientId, status, title: 'Onboarding', processActors },
      });
      answer('GET', paths.details(id), { json: detailsOf(id) });
      answer('GET', paths.processPdf(id), bytes(pdfOf(id)));
      for (const entity of entities) {
        answer('GET', paths.checks(entity), { json: checksOf(entity) });
        answer('POST', paths.pdf(entity, id), bytes(pdfOf(entity)));
      }
    },
    traffic: () => seen.map(({ method, target }) => `${method} ${target}`),
    count: (target) => seen.filter((request) => request.target === target).length,
    most: () => most,
    left: () => new Promise((resolve) => (connected.size === 0 ? resolve() : waiting.push(resolve))),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    verify: () => expect(wrong, 'requests that are not as announced').toEqual([]),
  };
};
