import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CanaryAccount, Right } from './canary-case.js';
import { people } from './canary-people.js';
import { troubles, type Trouble, type Wrong } from './canary-troubles.js';

export interface CanaryProvider {
  readonly url: string;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

export interface CanaryOptions {
  /** From which request on, counted from 0, answers are wrong; never without `trouble`. */
  readonly from?: number;
  readonly trouble?: Trouble;
}

export interface CanaryServer extends CanaryOptions {
  readonly account: CanaryAccount;
  /** The secret that wrong answers name. */
  readonly secret: string;
  readonly onRequest: () => void;
}

const spillWrong = (wrong: Wrong, response: http.ServerResponse): void => {
  const text = wrong.text ?? JSON.stringify(wrong.json);
  response.writeHead(wrong.status, {
    'content-type': wrong.type ?? 'application/json',
    ...(wrong.location !== undefined && { location: wrong.location }),
    ...(wrong.reset === true && { 'content-length': text.length + 100 }),
  });
  if (wrong.reset !== true) response.end(text);
  else response.write(text, () => response.destroy());
};

const answerRight = ({ status = 200, json, bytes }: Right, response: http.ServerResponse): void => {
  response.writeHead(status, {
    'content-type': bytes === undefined ? 'application/json' : 'application/pdf',
  });
  response.end(bytes ?? (json === undefined ? '' : JSON.stringify(json)));
};

/** Whatever header carried the credential, or something of the program where none did. */
const credentialIn = ({ headers }: http.IncomingMessage): string =>
  [headers.authorization, headers['x-api-key'], headers['user-agent']].flat().find(Boolean) ?? '';

/** An account whose answers are right until they go wrong. */
export const startCanaryProvider = async (options: CanaryServer): Promise<CanaryProvider> => {
  const { from = 0, trouble, onRequest, secret } = options;
  const right = options.account.open();
  let requests = 0;

  const server = http.createServer((request, response) => {
    onRequest();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const number = requests;
      requests += 1;
      if (trouble !== undefined && number >= from) {
        const spill = {
          headers: credentialIn(request),
          body,
          secret,
          people: Object.values(people).join(' '),
        };
        return spillWrong(troubles[trouble](spill), response);
      }
      const answer = right(`${request.method ?? ''} ${request.url ?? ''}`, body);
      return answerRight(answer ?? { status: 404, json: { detail: 'no' } }, response);
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
