import { describe, expect, it } from 'vitest';
import { acmeEntry } from '../../support/acme.js';
import { fakeWorld } from '../../support/fake-world.js';
import { errorIn, runMain } from '../../support/run-main.js';
import { recording, run, setUp } from '../../support/acme.js';
import { main } from '../../../src/main.js';
import type { DocumentName } from '../../../src/world.js';

describe('what a provider cannot do', () => {
  it.each(['events', 'update --url x extra', 'token get --reveal', 'token rotate'])(
    'ends with 7, the reason and the way out: %s',
    async (args) => {
      const { sent, transport } = recording();
      const result = await run(`acme ${args} --json`, { transport });
      expect(result.code).toBe(7);
      expect(errorIn(result)).toMatchObject({
        code: 'unsupported',
        message: 'Acme has no such API. Nothing was sent.',
        hint: 'Ask Acme by letter.',
        provider: 'acme',
        operation: args.startsWith('token') ? args.split(' ').slice(0, 2).join(' ') : args.split(' ')[0],
      });
      expect(sent).toEqual([]);
    },
  );

  it('is in the help of the provider and of the command', async () => {
    expect((await run('acme --help')).stdout).toMatch(/Not offered\n {2}events {8}Acme has no such API\./u);
    expect((await run('acme token get --help')).stdout).toContain('Ask Acme by letter.');
  });
});

describe('a confirmation', () => {
  it('goes on after yes, with the credential', async () => {
    const { sent, transport } = recording();
    const result = await run('acme create', { env: setUp, terminal: true, answers: [true], transport });
    expect(result.code).toBe(0);
    expect(result.questions).toEqual(['Go on?']);
    expect(result.stderr).toContain('  on → off\n');
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST https://api.acme.test/hooks']);
    expect(sent[0]?.headers).toMatchObject({ 'x-api-key': setUp.WEBHOOK_ADMIN_ACME_API_KEY });
    expect(result.stores('/config').read('state')).toMatchObject({
      profiles: { default: { acme: { done: true } } },
    });
  });

  it('shows what will change with --quiet too', async () => {
    const result = await run('acme create --quiet', { env: setUp, terminal: true, answers: [false] });
    expect(result.stderr).toContain('  on → off\n');
  });

  it('that is declined sends nothing, stores nothing and ends with 130', async () => {
    const { sent, transport } = recording();
    const result = await run('acme create', { env: setUp, terminal: true, answers: [false], transport });
    expect(result.code).toBe(130);
    expect(result.stdout).toBe('');
    expect(sent).toEqual([]);
    expect(result.stores('/config').read('state')).toEqual({});
  });

  it('that nobody can answer is usage, and says what would change and which option says yes', async () => {
    const { sent, transport } = recording();
    const result = await run('acme create --json', { env: setUp, transport });
    expect(result.code).toBe(2);
    expect(errorIn(result)).toMatchObject({ code: 'usage', missing: ['--yes'], changed: 'no' });
    expect(errorIn(result)['hint']).toContain('on → off');
    expect(sent).toEqual([]);
  });

  it('is answered by --yes', async () => {
    const { sent, transport } = recording();
    const result = await run('acme create --yes', { env: setUp, transport });
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 0, stdout: 'created\n' });
    expect(sent).toHaveLength(1);
  });
});

describe('a dry run', () => {
  it('shows the changing request, sends nothing, stores nothing and needs no --yes', async () => {
    const { sent, transport } = recording();
    const result = await run('acme create --dry-run --json', { env: setUp, transport });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toEqual({
      dryRun: true,
      requests: [{ method: 'POST', url: 'https://api.acme.test/hooks', body: null }],
    });
    expect(sent).toEqual([]);
    for (const name of ['config', 'credentials', 'state', 'sandbox'] as const)
      expect(result.stores('/config').read(name)).toEqual({});
  });

  it('asks for no login, since it would not keep it', async () => {
    const result = await run('acme create --dry-run', { terminal: true });
    expect(result.code).toBe(3);
    expect(result.questions).toEqual([]);
  });

  it('changes nothing in the sandbox either', async () => {
    const on = fakeWorld();
    const first = await runMain('amani create --url https://a.test/h --all-events --sandbox', { on });
    expect(first.code).toBe(0);
    const before = ['config', 'credentials', 'state', 'sandbox'] as const;
    const copy = before.map((name) => on.stores('/data/sandbox').read(name));
    for (const args of [
      'create --url https://b.test/h --all-events',
      'token rotate',
      'token get',
      'update --url https://c.test/',
    ])
      expect((await runMain(`amani ${args} --sandbox --dry-run`, { on })).code, args).toBe(0);
    expect(before.map((name) => on.stores('/data/sandbox').read(name))).toEqual(copy);
  });
});

describe('what goes wrong', () => {
  it('before anything was sent tells provider and operation', async () => {
    expect(errorIn(await run('acme create --yes --json'))).toMatchObject({
      code: 'config',
      provider: 'acme',
      operation: 'create',
      changed: 'no',
    });
  });

  it('in making the transport is config, since the change cannot have been sent', async () => {
    const { sent, transport } = recording();
    const env = { ...setUp, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const result = await run('acme create --yes --json', { env, transport });
    expect(result.code).toBe(3);
    expect(errorIn(result)).toMatchObject({
      code: 'config',
      message: 'NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off. Nothing was sent.',
      changed: 'no',
    });
    expect(sent).toEqual([]);
  });

  it('after a change was sent is at best a part: the store failed, so 11 and the same command again', async () => {
    const { stores } = fakeWorld();
    const readOnly = { ...stores('/x'), update: () => Promise.reject(new (class extends Error {})('disk')) };
    const result = await run('acme create --yes --json', {
      env: setUp,
      transport: recording().transport,
      stores: readOnly,
    });
    // A plain Error is a bug of ours; the next test has the failure that stores give.
    expect(result.code).toBe(1);
    const { configError } = await import('../../../src/errors.js');
    const full = { ...stores('/x'), update: () => Promise.reject(configError('The disk is full.')) };
    const partial = await run('acme create --yes --json', {
      env: setUp,
      transport: recording().transport,
      stores: full,
    });
    expect(partial.code).toBe(11);
    expect(errorIn(partial)).toMatchObject({
      code: 'partial',
      changed: 'unknown',
      next: 'webhook-admin acme create --yes --json',
    });
  });

  it('for an unknown profile is config, before a call', async () => {
    const { sent, transport } = recording();
    const result = await run('acme create --yes --profile typo --json', { env: setUp, transport });
    expect(errorIn(result)).toMatchObject({
      code: 'config',
      message: 'There is no profile "typo". Nothing was sent.',
    });
    expect(sent).toEqual([]);
  });

  it('that is our fault says so, with the stack only for --debug', async () => {
    const broken = { ...acmeEntry, load: () => Promise.reject(new TypeError('unexpected end of plan')) };
    const result = await runMain('acme create', { providers: [broken] });
    expect(result.code).toBe(1);
    expect(result.stderr).toBe(
      'error: This is a bug in webhook-admin, not your mistake: TypeError.\n' +
        '  Report it with the command you ran. For details, run it again with --debug.\n',
    );
    expect((await runMain('acme create --debug', { providers: [broken] })).stderr).toMatch(/\n\s+at /u);
  });
});

describe('the stored account', () => {
  it('is read at most twice in a run that makes calls', async () => {
    const stores = fakeWorld().stores('/config');
    const reads: string[] = [];
    const counting = {
      ...stores,
      read: (name: DocumentName) => {
        reads.push(name);
        return stores.read(name);
      },
    };
    const { transport } = recording();
    const result = await run('acme create --yes', { env: setUp, transport, stores: counting });
    expect(result.code).toBe(0);
    expect(reads.filter((name) => name === 'credentials').length).toBeLessThanOrEqual(2);
    expect(reads.filter((name) => name === 'config').length).toBeLessThanOrEqual(2);
  });

  it('gives a credential whose file can be read once', async () => {
    const key = setUp.WEBHOOK_ADMIN_ACME_API_KEY;
    const on = fakeWorld({
      env: { ...setUp, WEBHOOK_ADMIN_ACME_API_KEY: undefined, WEBHOOK_ADMIN_ACME_API_KEY_FILE: '/pipe' },
    });
    let reads = 0;
    const world = {
      ...on.world,
      files: {
        ...on.world.files,
        read: () => Promise.resolve(new TextEncoder().encode(reads++ === 0 ? key : '')),
      },
    };
    const { sent, transport } = recording();
    const code = await main(
      ['acme', 'create', '--yes'],
      { ...world, transport: () => Promise.resolve(transport) },
      [acmeEntry],
    );
    expect({ code, reads }).toEqual({ code: 0, reads: 1 });
    expect(sent[0]?.headers).toMatchObject({ 'x-api-key': key });
  });
});
