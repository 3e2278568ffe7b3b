import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, readEvents, webhookUrl } from '../support/amani-api.js';
import { canary, createFixture } from '../support/fixture.js';

const nothingSet = { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined };

describe.concurrent('without a terminal', () => {
  it.for([
    ['amani create', 2],
    ['amani update', 2],
    ['amani events', 3],
    ['amani token get', 3],
    ['amani token rotate', 3],
    ['auth login amani', 2],
    ['init', 2],
    ['init amani', 2],
  ] as const)(
    '%s ends with %s by itself while standard input stays open and silent',
    async ([args, exit], context) => {
      const on = await createFixture(context);
      const { code, stdout, stderr } = await on.run(args, { env: nothingSet, stdin: 'open' });
      expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
      expect(stderr).toMatch(/^error: /u);
      expect(stderr).toContain('Nothing was sent.');
    },
  );

  it('names each missing setting with its variable, its option and init', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('amani events --json', { env: nothingSet });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    const error = errorOf(stderr);
    expect(error).toMatchObject({
      code: 'config',
      missing: ['WEBHOOK_ADMIN_AMANI_BASE_URL', 'WEBHOOK_ADMIN_AMANI_TOKEN'],
      next: 'webhook-admin init amani',
      changed: 'no',
    });
    for (const way of [
      'WEBHOOK_ADMIN_AMANI_TOKEN_FILE',
      '--base-url',
      '--token-stdin',
      '--token-file',
      'init amani',
    ]) {
      expect(error['hint']).toContain(way);
    }
  });

  it('names only what is missing', async (context) => {
    const on = await createFixture(context);
    const { stderr } = await on.run('amani events --json', { env: { WEBHOOK_ADMIN_AMANI_TOKEN: undefined } });
    expect(errorOf(stderr)['missing']).toEqual(['WEBHOOK_ADMIN_AMANI_TOKEN']);
  });

  it('looks for missing inputs before it looks for settings', async (context) => {
    const on = await createFixture(context);
    const { code } = await on.run(`amani create --url ${webhookUrl}`, { env: nothingSet });
    expect(code).toBe(2);
  });

  it('sets a provider up from options alone', async (context) => {
    const on = await createFixture(context);
    const { eventNames, putWebhook, readToken } = await import('../support/amani-api.js');
    on.api.expect(readEvents(), readEvents(), putWebhook({ on: eventNames }), readToken());
    const { code, stdout, stderr } = await on.run(
      `init amani --base-url ${on.api.url} --token-stdin --url ${webhookUrl} --all-events --json`,
      { env: nothingSet, stdin: canary.token },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      provider: 'amani',
      url: webhookUrl,
      secret: { stored: true },
    });
  });
});

describe.concurrent('in a terminal, but told not to ask', () => {
  it.for([
    ['--no-input', '--no-input', {}],
    ['CI', '', { CI: 'true' }],
    ['WEBHOOK_ADMIN_NO_INPUT', '', { WEBHOOK_ADMIN_NO_INPUT: '1' }],
  ] as const)('%s makes a missing input 2', async ([, option, env], context) => {
    const on = await createFixture(context);
    const terminal = on.open(`amani create ${option}`, { env });
    expect((await terminal.finished).code).toBe(2);
    expect(terminal.screen()).toContain('--url');
    expect(on.api.seen).toEqual([]);
  });

  it.for(['0', 'false'])('CI=%s still asks', async (ci, context) => {
    const on = await createFixture(context);
    const terminal = on.open('amani token rotate', { env: { CI: ci } });
    await terminal.waitFor('Rotate it?');
    terminal.type('\u0003');
    expect((await terminal.finished).code).toBe(130);
  });

  it('refuses a -stdin option, which would echo the secret', async (context) => {
    const on = await createFixture(context);
    const terminal = on.open(`auth login amani --base-url ${on.api.url} --token-stdin`);
    expect((await terminal.finished).code).toBe(2);
    expect(on.api.seen).toEqual([]);
  });
});

describe.concurrent('the environment', () => {
  it('is refused with 3 when certificates are not to be checked', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('amani events --json', {
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0');
    expect(on.api.seen).toEqual([]);
  });

  it('is refused with 3 when NODE_DEBUG would print headers into a CI log', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('amani events', { env: { NODE_DEBUG: 'webhook', CI: 'true' } });
    expect(code).toBe(3);
    expect(stderr).toContain('NODE_DEBUG');
    expect(on.api.seen).toEqual([]);
  });

  it('is warned about with NODE_DEBUG elsewhere', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stderr } = await on.run('amani events', { env: { NODE_DEBUG: 'webhook' } });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: NODE_DEBUG/u);
  });

  it.for([
    'WEBHOOK_ADMIN_AMANI_BASE_URL',
    'WEBHOOK_ADMIN_AMANI_TOKEN',
    'WEBHOOK_ADMIN_AMANI_TOKEN_FILE',
    'WEBHOOK_ADMIN_AMANI_WEBHOOK_SECRET',
    'WEBHOOK_ADMIN_PROFILE',
    'WEBHOOK_ADMIN_CONFIG_DIR',
    'WEBHOOK_ADMIN_DATA_DIR',
    'WEBHOOK_ADMIN_TIMEOUT',
  ])('is refused with 3 when %s is set but empty', async (name, context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('amani events', { env: { [name]: '' } });
    expect(code).toBe(3);
    expect(stderr).toContain(name);
    expect(on.api.seen).toEqual([]);
  });

  it('is refused with 2 when a secret has two sources', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('amani events', {
      env: { WEBHOOK_ADMIN_AMANI_TOKEN_FILE: '/dev/null' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('WEBHOOK_ADMIN_AMANI_TOKEN and WEBHOOK_ADMIN_AMANI_TOKEN_FILE');
    expect(on.api.seen).toEqual([]);
  });

  it('gives a token in a file', async (context) => {
    const on = await createFixture(context);
    const file = path.join(on.home, 'token');
    writeFileSync(file, `${canary.token}\n`);
    on.api.expect(readEvents());
    const env = { WEBHOOK_ADMIN_AMANI_TOKEN: undefined, WEBHOOK_ADMIN_AMANI_TOKEN_FILE: file };
    expect((await on.run('amani events', { env })).code).toBe(0);
  });

  it('is refused with 3 for an http address beyond this machine', async (context) => {
    const on = await createFixture(context);
    const env = { WEBHOOK_ADMIN_AMANI_BASE_URL: 'http://api.example.com' };
    const { code, stderr } = await on.run('amani events --json', { env });
    expect(code).toBe(3);
    expect(errorOf(stderr)).toMatchObject({ code: 'config', changed: 'no' });
  });

  it('is not read from the current directory', async (context) => {
    const on = await createFixture(context);
    writeFileSync(path.join(on.home, '.env'), `WEBHOOK_ADMIN_AMANI_TOKEN=${canary.token}\n`);
    const { code } = await on.run('amani events', { env: { WEBHOOK_ADMIN_AMANI_TOKEN: undefined } });
    expect(code).toBe(3);
  });
});

describe.concurrent('a global option', () => {
  it.for([
    ['--timeout 30', '--timeout'],
    ['--timeout soon', '--timeout'],
    ['--retries many', '--retries'],
    ['--retries -1', '--retries'],
    ['--proxy http://user:Xf8pass~Gc25word~Ny40zbqE39@proxy.example.com', '--proxy'],
    ['--proxy nonsense', '--proxy'],
    ['--proxy ftp://proxy.example.com', '--proxy'],
    ['--profile', '--profile'],
  ] as const)('is refused with 2: %s', async ([options, name], context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run(`amani events ${options}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(name);
    expect(on.api.seen).toEqual([]);
  });

  it.for(['missing.pem', 'empty.pem', 'text.pem'])(
    'is refused with 3: --ca-file %s',
    async (name, context) => {
      const on = await createFixture(context);
      writeFileSync(path.join(on.home, 'empty.pem'), '');
      writeFileSync(path.join(on.home, 'text.pem'), 'not a certificate');
      const { code } = await on.run(`amani events --ca-file ${name}`);
      expect(code).toBe(3);
      expect(on.api.seen).toEqual([]);
    },
  );

  it('never sends loopback calls through a proxy', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code } = await on.run('amani events --proxy http://127.0.0.1:9', {
      env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
      ownProcess: true, // the library for proxies reads the variables of the process itself
    });
    expect(code).toBe(0);
  });
});
