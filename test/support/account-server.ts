import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

/** A provider of our own, not our sandbox: one account that keeps its secret and counts what was done to it. */
export interface AccountServer {
  readonly url: string;
  readonly secret: () => string;
  /** PATCHes that were carried out, as far as they were not undone by `reset`. */
  readonly patches: () => number;
  /** Credentials that were shown since the last `reset`, without doubles. */
  readonly credentials: () => readonly string[];
  /** Carries the next PATCH out, answers nothing, and is gone for everybody until `keep` or `reset`. */
  readonly vanish: () => void;
  /** Makes what there is now the state that `reset` goes back to. */
  readonly keep: () => void;
  readonly reset: () => void;
  /** Resolves when every request of clients that are gone has been dealt with. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const secretOf = (number: number): string => `secret-number-${number}-of-the-account`;

export const startAccountServer = async (accepted: readonly string[]): Promise<AccountServer> => {
  const sockets = new Set<Socket>();
  const shown = new Set<string>();
  let rotations = 0;
  let kept = 0;
  let presence: 'here' | 'leaving' | 'gone' = 'here';
  let idle: (() => void)[] = [];

  const answers: Readonly<Record<string, () => unknown>> = {
    'GET /api/v2/webhook/events': () => ['document_upload', 'profile_create'],
    'GET /api/v2/webhook/token': () => ({ token: secretOf(rotations) }),
    'PATCH /api/v2/webhook/token': () => {
      rotations += 1;
      return { token: secretOf(rotations) };
    },
  };
  const server = http.createServer((request, response) => {
    const credential = request.headers.authorization ?? '';
    shown.add(credential.replace('Bearer ', ''));
    const known = accepted.some((token) => credential === `Bearer ${token}`);
    const answer = answers[`${request.method ?? ''} ${request.url ?? ''}`];
    const status = !known ? 401 : answer === undefined ? 404 : 200;
    const body = status === 200 && answer !== undefined ? answer() : { detail: 'no' };
    if (presence === 'leaving' && request.method === 'PATCH') presence = 'gone';
    if (presence === 'gone') {
      response.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      for (const resolve of idle) resolve();
      idle = [];
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    url: `http://127.0.0.1:${port}`,
    secret: () => secretOf(rotations),
    patches: () => rotations,
    credentials: () => [...shown],
    vanish() {
      presence = 'leaving';
    },
    keep() {
      kept = rotations;
      presence = 'here';
    },
    reset() {
      rotations = kept;
      presence = 'here';
      shown.clear();
    },
    async settled() {
      // Connections are accepted in order: when ours is through, all before it are at least here.
      await new Promise((resolve) => net.connect(port, '127.0.0.1').on('close', resolve).resume().end());
      if (sockets.size > 0) await new Promise<void>((resolve) => idle.push(resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
