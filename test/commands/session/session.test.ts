import { describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../../../src/errors.js';
import {
  absent,
  operation,
  type Outcome,
  type ProviderEntry,
  type Session,
} from '../../../src/providers/contract.js';
import type { Transport } from '../../../src/world.js';
import { acme, acmeEntry } from '../../support/acme.js';
import { fakeWorld } from '../../support/fake-world.js';
import { errorIn, runMain, type MainOptions } from '../../support/run-main.js';

const env = {
  WEBHOOK_ADMIN_ACME_BASE_URL: 'https://api.acme.test',
  WEBHOOK_ADMIN_ACME_API_KEY: 'Zq7key.Kx93acme',
};
const secret = 'Wv51hook.Rt67secret';
const nothing: Outcome = { data: null, view: { kind: 'nothing' } };

type Run = (session: Session<'hookSecret'>) => Promise<Outcome>;

/** Acme with an operation `acme work`, which does what the test says, and no delivery secret, which is known anyway. */
const working = (run: Run): readonly ProviderEntry[] => {
  const deliverySecret = absent('Acme does not sign its deliveries.');
  const work = operation({
    commandPath: ['work'],
    summary: 'Work.',
    inputs: {},
    effect: 'read',
    basis: 'assumed',
    exits: ['ok'],
    examples: ['acme work'],
    load: () => Promise.resolve({ run }),
  });
  return [
    { ...acmeEntry, load: () => Promise.resolve({ ...acme, deliverySecret, otherOperations: [work] }) },
  ];
};

const work = (run: Run, options: MainOptions = {}, words = 'acme work') =>
  runMain(words, { env, ...options, providers: working(run) });

const answering: Transport = () =>
  Promise.resolve({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode('{}'),
  });

const read = (session: Session<'hookSecret'>): Promise<void> =>
  session.http.call({
    method: 'GET',
    path: '/hooks',
    effect: 'read',
    operation: 'work',
    parse: () => undefined,
  });

describe('a list of many entries', () => {
  const adding =
    (then: (session: Session<'hookSecret'>) => Promise<Outcome> | Outcome): Run =>
    async (session) => {
      const entries = session.entries('processes');
      await entries.add({ id: 1, key: env.WEBHOOK_ADMIN_ACME_API_KEY });
      await entries.add({ id: 2 });
      return then(session);
    };
  const both = '{"processes":[{"id":1,"key":"***"},\n{"id":2}]}\n';
  const listed: Outcome = { ...nothing, listed: true };

  it('is one document with --json, and only the view without', async () => {
    const run = adding(() => ({ ...listed, view: { kind: 'bare', text: '2 of 2' } }));
    expect(await work(run, {}, 'acme work --json')).toMatchObject({ code: 0, stdout: both });
    expect(await work(run)).toMatchObject({ code: 0, stdout: '2 of 2\n' });
  });

  it.each(['usage', 'config', 'auth', 'unavailable', 'refused', 'pending', 'partial', 'conflict'] as const)(
    'is printed whole before a failure of the outcome: %s',
    async (failure: Failure) => {
      const run = adding(() => ({ ...listed, failure: new AppError(failure, { message: 'Not all.' }) }));
      const result = await work(run, {}, 'acme work --json');
      expect(result.stdout).toBe(both);
      expect(errorIn(result)).toMatchObject({ code: failure, message: 'Not all.', exitCode: result.code });
      expect(result.code).toBe(new AppError(failure, { message: '' }).exitCode);
    },
  );

  it('is closed when the run throws', async () => {
    const run = adding(() => Promise.reject(new AppError('auth', { message: 'Refused.' })));
    const result = await work(run, {}, 'acme work --json');
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 4, stdout: both });
  });

  it('is closed when the run is interrupted', async () => {
    const on = fakeWorld({ env });
    const result = await work(
      adding((session) => {
        on.interrupt();
        session.signal.throwIfAborted();
        return listed;
      }),
      { on },
      'acme work --json',
    );
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 130, stdout: both });
    expect(errorIn(result)).toMatchObject({ message: 'Interrupted. Nothing changed.' });
  });

  it('leaves standard output empty when the run throws before the first entry', async () => {
    const result = await work(
      (session) => {
        session.entries('processes');
        return Promise.reject(new AppError('auth', { message: 'Refused.' }));
      },
      {},
      'acme work --json',
    );
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 4, stdout: '' });
  });
});

describe('what only reads and did not get to its end', () => {
  it.each(['partial', 'pending'] as const)('goes on with the same command: %s', async (failure) => {
    const error = new AppError(failure, { message: 'Not yet.' });
    for (const run of [() => Promise.resolve({ ...nothing, failure: error }), () => Promise.reject(error)]) {
      const result = await work(run, {}, 'acme work --json');
      expect(errorIn(result)).toMatchObject({ code: failure, next: 'webhook-admin acme work --json' });
    }
  });

  it('says another command where it knows a better one, and none for other failures', async () => {
    const better = new AppError('pending', { message: 'Not yet.', next: 'webhook-admin acme work --wait' });
    expect(errorIn(await work(() => Promise.reject(better), {}, 'acme work --json'))).toMatchObject({
      next: 'webhook-admin acme work --wait',
    });
    const other = new AppError('refused', { message: 'No.' });
    expect(errorIn(await work(() => Promise.reject(other), {}, 'acme work --json'))).toMatchObject({
      next: null,
    });
  });
});

describe('a secret that a run needs', () => {
  const needing: Run = async (session) => {
    const value = await session.requireSecret('hookSecret');
    session.warn(`It is ${value}`);
    return { ...nothing, data: { length: value.length } };
  };
  const given = { WEBHOOK_ADMIN_ACME_HOOK_SECRET: secret };

  it('comes from its variable, else from its file, and is masked from then on', async () => {
    const direct = await work(needing, { env: { ...env, ...given } }, 'acme work --json');
    const file = { WEBHOOK_ADMIN_ACME_HOOK_SECRET_FILE: '/run/secret' };
    const read = await work(
      needing,
      { env: { ...env, ...file }, files: { '/run/secret': `${secret}\n` } },
      'acme work --json',
    );
    for (const result of [direct, read]) {
      expect(JSON.parse(result.stdout)).toEqual({ length: secret.length });
      expect(result.stderr).toBe('{"warning":"It is ***"}\n');
    }
  });

  it('is asked for in a terminal, never shown, and not stored', async () => {
    const result = await work(needing, { terminal: true, answers: [secret] });
    expect(result.code).toBe(0);
    expect(result.questions).toEqual(['Secret of deliveries']);
    expect(result.stdout + result.stderr).not.toContain(secret);
    expect(result.stderr).toContain('It is ***');
    expect(result.stores('/config').read('credentials')).toEqual({});
  });

  it('is no answer when no secret can look like it', async () => {
    const result = await work(needing, { terminal: true, answers: ['two words'] });
    expect(result.code).toBe(1);
  });

  it('names every way to give it where nobody can be asked', async () => {
    const result = await work(needing, {}, 'acme work --json');
    expect(result.code).toBe(3);
    expect(errorIn(result)).toMatchObject({
      code: 'config',
      message: 'WEBHOOK_ADMIN_ACME_HOOK_SECRET is missing. Nothing changed at Acme.',
      hint: expect.stringMatching(
        /WEBHOOK_ADMIN_ACME_HOOK_SECRET_FILE\b.*auth login acme --hook-secret-file FILE/u,
      ) as unknown,
      missing: ['WEBHOOK_ADMIN_ACME_HOOK_SECRET'],
    });
  });
});

describe('progress', () => {
  const following: Run = async (session) => {
    const line = session.progress('Following 0/1');
    await read(session);
    line.update('Following 1/1');
    await read(session);
    return nothing;
  };

  it('is the only line that moves, and is gone before the last words', async () => {
    const result = await work(following, { terminal: true, transport: answering });
    expect(result.code).toBe(0);
    expect(result.spinning).toEqual(['Following 0/1', 'Following 1/1', '']);
  });

  it('is gone when the run throws', async () => {
    const result = await work(
      (session) => {
        session.progress('Following');
        return Promise.reject(new AppError('auth', { message: 'Refused.' }));
      },
      { terminal: true },
    );
    expect(result.spinning).toEqual(['Following', '']);
  });

  it.each(['--json', '--quiet', '--debug'])('is not drawn with %s', async (option) => {
    const result = await work(following, { terminal: true, transport: answering }, `acme work ${option}`);
    expect(result.spinning).toEqual([]);
  });

  it('is not drawn without a terminal', async () => {
    expect((await work(following, { transport: answering })).spinning).toEqual([]);
  });
});

describe('what is handed in', () => {
  it('comes through the session', async () => {
    const run: Run = async (session) => {
      const bytes = await session.input.read('-', 10);
      return { ...nothing, data: new TextDecoder().decode(bytes) };
    };
    expect((await work(run, { stdin: 'abc' }, 'acme work --json')).stdout).toBe('"abc"\n');
    expect((await work(run, { terminal: true })).code).toBe(2);
  });
});
