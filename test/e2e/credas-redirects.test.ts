import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, type TestContext } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  createCall,
  createCredasFixture,
  entityId,
  hook,
  processBody,
  processId,
  type CredasFixture,
} from '../support/credas-account.js';
import type { Expected, Reply } from '../support/strict-server.js';

/** Another server on this machine, and how many connections it got. */
const elsewhere = async ({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) => {
  let connections = 0;
  const server = http.createServer((_, response) => void response.end('[]'));
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections };
};

const get = (path: string) => ({ method: 'GET', target: `/api/v2/ci${path}` });

const calls = {
  journeys: ['credas journeys', (reply: Reply) => ({ ...get('/journeys'), reply })],
  checks: [
    `credas checks ${entityId} --output out`,
    (reply: Reply) => ({ ...get(`/entities/${entityId}/active-checks`), reply }),
  ],
  details: [
    `credas details ${processId} --output out`,
    (reply: Reply) => ({ ...get(`/processes/${processId}/details`), reply }),
  ],
  follow: [
    `credas follow --process ${processId}`,
    (reply: Reply) => ({ ...get(`/processes/${processId}`), reply }),
  ],
  pdf: [
    `credas pdf ${entityId} ${processId} --output out`,
    (reply: Reply) => ({
      method: 'POST',
      target: `/api/v2/ci/entities/${entityId}/${processId}/pdf-export`,
      body: {},
      reply,
    }),
  ],
  create: [
    `credas process create --body process.json --webhook-url ${hook} --yes`,
    (reply: Reply) => createCall(reply),
  ],
} as const satisfies Readonly<Record<string, readonly [string, (reply: Reply) => Expected]>>;

type CallName = keyof typeof calls;

/** Runs it against an answer that leads away: one request, and nothing at the other place. */
const redirected = async (
  context: Pick<TestContext, 'onTestFinished'>,
  name: CallName,
  status: number,
  locationOf: (host: string, on: CredasFixture) => string,
): Promise<Readonly<Record<string, unknown>>> => {
  const [on, other] = [await createCredasFixture(context), await elsewhere(context)];
  on.write('process.json', JSON.stringify(processBody));
  const [args, call] = calls[name];
  const headers = { location: locationOf(other.host, on) };
  on.api.expect(call({ status, json: [], headers }));
  const { code, stdout, stderr } = await on.credas(`${args} --json`);
  expect({ code, sent: on.api.seen.length, elsewhere: other.connections() }).toEqual({
    code: 6,
    sent: 1,
    elsewhere: 0,
  });
  expect(stdout + stderr).not.toContain('pass-word');
  expect(on.content('out')).toBeUndefined();
  const error = errorOf(stderr);
  expect(error).toMatchObject({ code: 'refused', changed: name === 'create' ? 'unknown' : 'no' });
  return error;
};

const otherPort = (host: string): string => `http://${host}/api/v2/ci/journeys`;

describe.concurrent('a redirect to another port, with the key in the header X-Api-Key', () => {
  it.for([
    ['journeys', 302],
    ['checks', 302],
    ['details', 301],
    ['follow', 302],
    ['pdf', 307],
    ['pdf', 308],
    ['create', 302],
    ['create', 307],
    ['create', 308],
  ] as const)('is not followed: %s, %i', async ([name, status], context) => {
    const error = await redirected(context, name, status, otherPort);
    const words = `redirects to http://127.0.0.1:\\d+ \\(${String(status)}\\): redirect refused`;
    if (name === 'follow') expect(error['message']).toContain('redirect refused');
    else expect(error['message']).toMatch(new RegExp(words, 'u'));
  });
});

describe.concurrent('a redirect', () => {
  it.for([
    [
      'in a circle',
      (_: string, on: CredasFixture) => `${on.api.url}/api/v2/ci/journeys`,
      'another path on the same host',
    ],
    ['with a user and a password', (host: string) => `http://user:pass-word@${host}/`, 'http://127.0.0.1:'],
    ['to a file', () => 'file:///etc/passwd', 'a file: address'],
    ['without a scheme, to another host', (host: string) => `//${host}/x`, 'http://127.0.0.1:'],
    ['to nowhere', () => 'http://', 'an invalid address'],
  ] as const)('is not followed %s', async ([, locationOf, words], context) => {
    const error = await redirected(context, 'journeys', 302, locationOf);
    expect(error['message']).toContain(`Credas redirects to ${words}`);
    expect(error['message']).toContain('(302): redirect refused');
  });
});
