import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { accounts, operations } from '../support/canary-accounts.js';
import type { CanaryAccount } from '../support/canary-case.js';
import { fillHome } from '../support/canary-home.js';
import { runCli, temporaryFolder } from '../support/run-cli.js';

const { refused, auth, conflict, rateLimited, unavailable, unknown } = {
  refused: { exitCode: 6, code: 'refused', changed: 'no', retryable: false },
  auth: { exitCode: 4, code: 'auth', changed: 'no', retryable: false },
  conflict: { exitCode: 12, code: 'conflict', changed: 'no', retryable: false },
  rateLimited: { exitCode: 5, code: 'unavailable', changed: 'no', retryable: true },
  unavailable: { exitCode: 5, code: 'unavailable', changed: 'no', retryable: true },
  unknown: { exitCode: 11, code: 'partial', changed: 'unknown', retryable: false },
};

/** How a read and a change end, by the status of the response to their request. */
const endings = [
  { status: 400, read: refused, change: refused },
  { status: 401, read: auth, change: auth },
  { status: 403, read: auth, change: auth },
  { status: 404, read: refused, change: refused },
  { status: 405, read: refused, change: refused },
  { status: 409, read: conflict, change: conflict },
  { status: 422, read: refused, change: refused },
  { status: 429, read: rateLimited, change: rateLimited },
  { status: 500, read: unavailable, change: unknown },
  { status: 502, read: unavailable, change: unknown },
  { status: 503, read: unavailable, change: unknown },
] as const;

/** The provider, which answers with the status: every request, or only those that are not a GET. */
const startProvider = async (account: CanaryAccount, status: number, effect: 'read' | 'change') => {
  const respond = account.open();
  const server = http.createServer((request, response) => {
    const { method = '', url = '' } = request;
    const document = effect === 'change' && method === 'GET' ? respond(`${method} ${url}`, '') : undefined;
    request.resume().on('end', () => {
      response.writeHead(document === undefined ? status : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(document?.json ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return `http://127.0.0.1:${port}`;
};

/** The first read and the first change of each provider that make requests. */
const rows = accounts
  .filter(({ knownResponses }) => knownResponses)
  .flatMap((account) =>
    (['read', 'change'] as const).flatMap((effect) => {
      const effects: readonly string[] = effect === 'read' ? ['read'] : ['change', 'invite'];
      const [command] = [...operations].flatMap(([words, operation]) =>
        words.startsWith(`${account.id} `) &&
        effects.includes(operation.effect) &&
        operation.requests !== undefined
          ? [words]
          : [],
      );
      return command === undefined ? [] : [{ account, effect, command }];
    }),
  );

describe.each(rows)('$command', ({ account, effect, command }) => {
  it.each(endings)('ends by its table for status $status', async ({ status, [effect]: ending }) => {
    const home = temporaryFolder();
    fillHome(home, await startProvider(account, status, effect), false);
    const args = account.cases[command]?.[0]?.args ?? '';
    const finished = await runCli(
      `${command} ${args} --retries 0 --json`.split(' ').filter((word) => word !== ''),
      { home, env: { WEBHOOK_ADMIN_CONFIG_DIR: path.join(home, 'settings') } },
    );
    expect(finished).toMatchObject({ code: ending.exitCode, stdout: '' });
    expect(errorOf(finished.stderr)).toMatchObject({ ...ending, httpStatus: status, provider: account.id });
  });
});

it('has a read and a change of every provider', () => {
  expect(rows.map(({ account }) => account.id)).toEqual(
    accounts.filter(({ knownResponses }) => knownResponses).flatMap(({ id }) => [id, id]),
  );
});
