/** Credas' documented requests and answers, written down by hand from its pages, not from our code. */

import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type TestContext } from 'vitest';
import { runCli, type Finished } from './run-cli.js';
import { canary, createFixture, type Fixture, type FixtureRun } from './fixture.js';
import type { Expected, Reply, Seen, StrictServer } from './strict-server.js';

export const processId = '1e144e85-f45b-4ae3-8915-ae2826ea1e55';
export const entityId = '5a0f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b';
export const secondEntityId = '6b1f7d1f-4c2e-4a7b-8b64-1d2e3f4a5b6c';
export const journeyId = '8c55ebc3-7ac2-469e-9837-94023aa82c3d';
export const hook = 'https://hooks.example.com/credas';

/** What no terminal may ever show. */
export const somebody = {
  firstName: 'Quilliana',
  surname: 'Xanthopulos',
  emailAddress: 'quilliana.x@person.example',
  phoneNumber: '+447700900417',
} as const;

export const processBody = {
  title: 'Check of Quilliana',
  journeyId,
  processEntities: [
    { ...somebody, actorId: 101, contactViaEmail: true, contactViaSms: false, inPerson: false },
  ],
};

/** The answer of a creation; the pages name these fields. */
export const createdAnswer = {
  id: processId,
  processActors: [{ id: 7, entityId, status: 0 }],
};

export const createCall = (reply: Reply = { json: createdAnswer }, url: string = hook): Expected => ({
  method: 'POST',
  target: '/api/v2/ci/processes',
  body: { ...processBody, webhookUrl: url },
  reply,
});

export const checksAnswer = [
  {
    entityId,
    type: 11,
    name: 'Right to Work',
    status: 1,
    lastCheckedDate: '2026-01-01T00:00:00Z',
    submittedBy: `${somebody.firstName} ${somebody.surname}`,
    rtxCheckId: 3,
    legislation: null,
  },
  { entityId, type: 4, name: 'AML', status: 42 },
];

export const detailsAnswer = {
  id: processId,
  status: 2,
  people: [somebody],
  form: { answers: [somebody.phoneNumber] },
};

export interface CredasFixture extends Fixture {
  /** Runs a command with the address and key of this fixture; words in a list may hold spaces. */
  credas(args: string | readonly string[], options?: FixtureRun): Promise<Finished>;
  /** Writes a file into the home, which is the current directory of every run. */
  write(name: string, content: string): void;
  folder(name: string): void;
  link(name: string, target: string): void;
  /** A file's bytes, or undefined without one. */
  content(name: string): Buffer | undefined;
  mode(name: string): string;
}

/** The fixture with Credas' settings; no run may show anything of `somebody`, unless its document is the data asked for. */
export const createCredasFixture = async (
  context: Pick<TestContext, 'onTestFinished'>,
): Promise<CredasFixture> => {
  const on = await createFixture(context);
  const env = {
    WEBHOOK_ADMIN_CREDAS_BASE_URL: on.api.url,
    WEBHOOK_ADMIN_CREDAS_API_KEY: canary.token,
  };
  const at = (name: string): string => path.join(on.home, name);
  return {
    ...on,
    async credas(args, options = {}) {
      const given = { ...options, env: { ...env, ...options.env } };
      const finished =
        typeof args === 'string'
          ? await on.run(args, given)
          : await runCli(args, { ...given, home: on.home, env: { ...on.env, ...given.env } });
      const wholeData = (typeof args === 'string' ? args : args.join(' ')).includes('--json');
      for (const text of Object.values(somebody)) {
        expect(finished.stderr, 'personal data in words').not.toContain(text);
        if (!wholeData) expect(finished.stdout, 'personal data in the summary').not.toContain(text);
      }
      return finished;
    },
    write: (name, content) => writeFileSync(at(name), content, { mode: 0o600 }),
    folder: (name) => void mkdirSync(at(name), { mode: 0o700 }),
    link: (name, target) => symlinkSync(target, at(name)),
    content: (name) =>
      statSync(at(name), { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(at(name)),
    mode: (name) => (statSync(at(name)).mode & 0o777).toString(8),
  };
};

/** Exactly these headers and no others: nothing of this machine, nothing more than the API needs. */
export const expectCredasHeaders = (
  api: StrictServer,
  seen: Seen | undefined,
  accept = 'application/json',
): void => {
  const headers = Object.entries(seen?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const body = seen?.body ?? '';
  expect(Object.fromEntries(headers)).toEqual({
    accept,
    'accept-encoding': 'identity',
    'user-agent': 'webhook-admin',
    host: `127.0.0.1:${String(api.port)}`,
    connection: 'close',
    'x-api-key': canary.token,
    ...(body !== '' && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
  });
};

/** A small PDF, header and trailer included. */
export const smallPdf = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n',
);

/** An answer of raw bytes. */
export const bytesReply = (
  content: Uint8Array | string,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  raw: (_, response) => {
    response.writeHead(200, { 'content-type': type, ...headers }).end(content);
  },
});

/** Answers that are no answer of Credas, with the exit code that each has on a read. */
export const wrongAnswers: readonly (readonly [name: string, reply: Reply, exit: number, words: string])[] = [
  ['403', { status: 403, json: { title: 'Forbidden' } }, 4, '(403)'],
  ['401', { status: 401, json: {} }, 4, '(401)'],
  ['404', { status: 404, json: { title: 'Not Found' } }, 6, '(404)'],
  [
    '400 that names somebody',
    {
      status: 400,
      json: {
        title: `${somebody.firstName} ${somebody.surname} is no such person.`,
        errors: { emailAddress: [somebody.emailAddress] },
      },
    },
    6,
    '(400)',
  ],
  ['429', { status: 429, json: {} }, 5, '(429)'],
  ['500', { status: 500, json: {} }, 5, '500'],
  ['HTML', { text: '<!doctype html><title>Sign in</title>' }, 6, 'HTML'],
  [
    'a redirect',
    { status: 302, text: '', headers: { location: 'https://elsewhere.example/' } },
    6,
    'redirect refused',
  ],
  ['nothing', { status: 204, text: '' }, 6, '204'],
];
