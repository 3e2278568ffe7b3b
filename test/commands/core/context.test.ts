import { describe, expect, it } from 'vitest';
import { createContext } from '../../../src/commands/core/context.js';
import { readGlobalOptions } from '../../../src/commands/core/global-options.js';
import { createConsole } from '../../../src/output/console.js';
import { createRedactor } from '../../../src/output/redact.js';
import type { World } from '../../../src/world.js';
import { fakeWorld, type FakeWorldOptions } from '../../support/fake-world.js';

const open = (
  options: Readonly<Record<string, unknown>> = {},
  world: FakeWorldOptions = {},
  changes: Partial<World> = {},
  argv: readonly string[] = [],
) => {
  const fake = fakeWorld(world);
  const redactor = createRedactor();
  const mode = { json: false, quiet: false, debug: false, color: true, accountOptions: [] };
  const changed = { ...fake.world, ...changes };
  const console = createConsole(changed, mode, redactor);
  return {
    ...fake,
    context: createContext(changed, readGlobalOptions(options), console, redactor, [], argv),
  };
};

describe('asking', () => {
  it.each([
    ['in a terminal', true, {}, {}],
    ['without --no-input only', false, { input: false }, {}],
    ['not with --json', false, { json: true }, {}],
    ['not under CI', false, {}, { CI: 'true' }],
    ['not under CI=1', false, {}, { CI: '1' }],
    ['with CI=0', true, {}, { CI: '0' }],
    ['with CI=false', true, {}, { CI: 'false' }],
    ['with an empty CI', true, {}, { CI: '' }],
    ['not with WEBHOOK_ADMIN_NO_INPUT', false, {}, { WEBHOOK_ADMIN_NO_INPUT: '1' }],
    ['with WEBHOOK_ADMIN_NO_INPUT=0', true, {}, { WEBHOOK_ADMIN_NO_INPUT: '0' }],
  ])('is possible %s: %s', (_, expected, options, env) => {
    expect(open(options, { terminal: true, env }).context.canAsk).toBe(expected);
  });

  it('needs stdin and stderr to be terminals, not stdout', () => {
    const { stdin, stderr } = fakeWorld({ terminal: true }).world;
    expect(open({}, {}, { stdin, stderr }).context.canAsk).toBe(true);
    expect(open({}, {}, { stdin }).context.canAsk).toBe(false);
    expect(open({}, {}, { stderr }).context.canAsk).toBe(false);
  });

  it('is config with an empty WEBHOOK_ADMIN_NO_INPUT', () => {
    expect(() => open({}, { env: { WEBHOOK_ADMIN_NO_INPUT: '' } })).toThrow(
      expect.objectContaining({ failure: 'config' }),
    );
  });
});

describe('the folders', () => {
  const variables = { WEBHOOK_ADMIN_CONFIG_DIR: '/vc', WEBHOOK_ADMIN_DATA_DIR: '/vd' };

  it.each([
    ['are the usual ones', {}, {}, '/config', '/data'],
    ['are the option, data below it', { configDir: '/o' }, {}, '/o', '/o/data'],
    ['are the variable, data below it', {}, { WEBHOOK_ADMIN_CONFIG_DIR: '/vc' }, '/vc', '/vc/data'],
    ['are both variables', {}, variables, '/vc', '/vd'],
    ['are the option before the variable, data by its own', { configDir: '/o' }, variables, '/o', '/vd'],
    [
      'keep the usual configuration with a data variable',
      {},
      { WEBHOOK_ADMIN_DATA_DIR: '/vd' },
      '/config',
      '/vd',
    ],
    ['do not follow the current directory', { configDir: 'here' }, {}, '/here/here', '/here/here/data'],
  ])('%s', (_, options, env, config, data) => {
    expect(open(options, { env }).context.folders()).toEqual({ config, data });
  });

  it.each(['relative', './x', '~/x', ''])('are config for the variable %j', (value) => {
    for (const name of Object.keys(variables)) {
      expect(() => open({}, { env: { [name]: value } }).context.folders()).toThrow(
        expect.objectContaining({ failure: 'config', message: expect.stringContaining(name) as unknown }),
      );
    }
  });

  it('hold the stores, those of the sandbox apart', async () => {
    const usual = open();
    await usual.context.stores();
    expect(usual.folders()).toEqual(['/config']);
    const sandbox = open({ sandbox: true });
    await sandbox.context.stores();
    expect(sandbox.folders()).toEqual(['/data/sandbox']);
  });

  it('are opened once, and not before they are needed', async () => {
    const { context, folders } = open();
    expect(folders()).toEqual([]);
    expect(await context.stores()).toBe(await context.stores());
  });
});

describe('the longest time', () => {
  it.each([
    ["is each call's own", {}, {}, undefined],
    ['is the variable', {}, { WEBHOOK_ADMIN_TIMEOUT: '5s' }, 5_000],
    ['is the option before the variable', { timeout: '7s' }, { WEBHOOK_ADMIN_TIMEOUT: '5s' }, 7_000],
  ])('%s', (_, options, env, ms) => {
    expect(open(options, { env }).context.timeoutMs).toBe(ms);
  });

  it.each(['', '30', 'x'])('is config for the variable %j', (value) => {
    expect(() => open({}, { env: { WEBHOOK_ADMIN_TIMEOUT: value } })).toThrow(
      expect.objectContaining({ failure: 'config' }),
    );
  });
});

describe('the transport', () => {
  it('is refused where certificates are not checked', async () => {
    const { context } = open({}, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    await expect(context.transport()).rejects.toMatchObject({ failure: 'config' });
  });

  it('warns of NODE_DEBUG, and is refused with it in CI', async () => {
    const warned = open({}, { env: { NODE_DEBUG: 'http' } });
    await warned.context.transport();
    await warned.context.console.flush();
    expect(warned.stderr()).toMatch(/^warning: NODE_DEBUG/u);
    const { context } = open({}, { env: { NODE_DEBUG: 'http', CI: 'true' } });
    await expect(context.transport()).rejects.toMatchObject({ failure: 'config' });
  });
});

describe('the command line to type again', () => {
  it('quotes what a shell would take apart', () => {
    const { context } = open({}, {}, {}, [
      'amani',
      'create',
      '--url',
      'https://a.test/?a=1&b=2',
      "it's",
      '$(x)',
      '',
    ]);
    expect(context.commandLine).toBe(
      String.raw`webhook-admin amani create --url 'https://a.test/?a=1&b=2' 'it'\''s' '$(x)' ''`,
    );
  });
});
