import { spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'vitest';
import { binary } from './run-cli.js';
import type { Fixture } from './fixture.js';

type Cleanup = Pick<TestContext, 'onTestFinished'>;

export interface Delivery {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface Receiver {
  readonly url: string;
  /** The next delivery that nobody took yet; resolves once there is one. */
  next(): Promise<Delivery>;
}

/** A server on loopback that takes deliveries, until the test ends. */
export const receiver = async ({ onTestFinished }: Cleanup): Promise<Receiver> => {
  const arrived: Delivery[] = [];
  const waiting: ((delivery: Delivery) => void)[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url: target, headers } = request;
      const delivery = { method, target, headers, text: Buffer.concat(chunks).toString('utf8') };
      const taker = waiting.shift();
      if (taker === undefined) arrived.push(delivery);
      else taker(delivery);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    next: () =>
      new Promise((resolve) => {
        const delivery = arrived.shift();
        if (delivery === undefined) waiting.push(resolve);
        else resolve(delivery);
      }),
  };
};

/** The first line of `sandbox --json`. */
export interface Ready {
  readonly urls: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly logins: Readonly<Record<string, { readonly username: string; readonly password: string } | null>>;
}

/** The built sandbox on free ports, until the test ends. */
export const servedSandbox = ({ onTestFinished }: Cleanup, { home }: Fixture): Promise<Ready> => {
  const child = spawn(process.execPath, [binary, 'sandbox', '--port', '0', '--json'], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const [line = '', ...more] = text.split('\n');
      if (more.length > 0) resolve(JSON.parse(line) as Ready); // the promise of its first line
    });
    child.on('close', () => reject(new Error('the sandbox ended')));
  });
};
