import { describe, expect, it } from 'vitest';
import type { ProviderEntry } from '../../../src/providers/contract.js';
import { acmeEntry } from '../../support/acme.js';
import { errorIn, runMain } from '../../support/run-main.js';
import { run, setUp } from '../../support/acme.js';

describe('missing inputs', () => {
  it('are named all at once before anything else is looked at', async () => {
    const result = await runMain('amani create --json');
    expect(result.code).toBe(2);
    expect(errorIn(result)).toMatchObject({
      code: 'usage',
      message: 'Missing: --url, and --event or --all-events. Nothing was sent.',
      missing: ['--url', '--event or --all-events'],
      provider: 'amani',
      operation: 'create',
      changed: 'no',
    });
  });

  it('come before missing settings', async () => {
    expect(errorIn(await run('acme echo --json'))).toMatchObject({ code: 'usage', missing: ['ID'] });
    expect(errorIn(await runMain('amani create --url https://a.test --all-events --json'))).toMatchObject({
      code: 'config',
      missing: ['WEBHOOK_ADMIN_AMANI_BASE_URL', 'WEBHOOK_ADMIN_AMANI_TOKEN'],
      next: 'webhook-admin init amani',
    });
  });

  it.each(['--no-input', '--json'])('are never asked for with %s, also in a terminal', async (option) => {
    const result = await runMain(`amani create ${option}`, { terminal: true });
    expect(result.code).toBe(2);
    expect(result.questions).toEqual([]);
  });

  it('are never asked for under CI', async () => {
    const result = await runMain('amani create', { terminal: true, env: { CI: 'true' } });
    expect(result.code).toBe(2);
    expect(result.questions).toEqual([]);
  });

  it('that have no question are named in a terminal too, which is not called missing', async () => {
    const quiet = { id: { type: 'text', value: 'ID', about: 'Id', required: true } } as const;
    const entry: ProviderEntry = {
      ...acmeEntry,
      async load() {
        const acme = await acmeEntry.load();
        return {
          ...acme,
          otherOperations: acme.otherOperations.map((operation) => ({ ...operation, inputs: quiet })),
        };
      },
    };
    const result = await runMain('acme echo', { terminal: true, env: setUp, providers: [entry] });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('Missing: --id. Nothing was sent.');
    expect(result.stderr).not.toContain('no terminal');
  });
});

describe('inputs', () => {
  const echo = async (args: string): Promise<unknown> =>
    JSON.parse((await run(`--json acme echo ${args}`)).stdout);

  it('arrive typed', async () => {
    expect(await echo('one --name ann --tag a,b --tag c --loud --wait 2s --no-pretty')).toEqual({
      id: 'one',
      name: 'ann',
      tag: ['a', 'b', 'c'],
      loud: true,
      wait: 2000,
      pretty: false,
    });
    expect(await echo('one')).toEqual({
      id: 'one',
      name: null,
      tag: [],
      loud: false,
      wait: null,
      pretty: null,
    });
    expect(await echo('one --wait 0 --pretty')).toMatchObject({ wait: 0, pretty: true });
    expect(await echo('-- --loud')).toMatchObject({ id: '--loud', loud: false });
  });

  it.each([
    ['one --name Ann9', '--name: Only a to z. Nothing was sent.'],
    ['one --name=', '--name: It is empty. Nothing was sent.'],
    ['one --tag ,', '--tag was given without a name. Nothing was sent.'],
    ['one --wait 5', '--wait needs a number above zero with a unit. Nothing was sent.'],
    ['one two', 'Too many arguments. Nothing was sent.'],
  ])('are refused by name, not by value: %s', async (args, message) => {
    expect(errorIn(await run(`acme echo ${args} --json`))).toMatchObject({ code: 'usage', message });
  });

  it('are refused with the names of provider and operation', async () => {
    expect(errorIn(await run('acme echo one --name Ann9 --json'))).toMatchObject({
      provider: 'acme',
      operation: 'echo',
    });
  });

  it.each([
    [
      'amani create --url https://a.test --event a --all-events',
      '--event and --all-events cannot be used together.',
    ],
    ['amani update --all-events --enable a', '--all-events and --enable cannot be used together.'],
  ])('that exclude each other are refused before anything is opened: %s', async (args, message) => {
    const result = await runMain(`${args} --json`, { terminal: true });
    expect(errorIn(result)).toMatchObject({ code: 'usage', message: `${message} Nothing was sent.` });
    expect(result.folders()).toEqual([]);
  });
});
