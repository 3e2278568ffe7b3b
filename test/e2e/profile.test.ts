import { describe, expect, it } from 'vitest';
import { errorOf, readToken } from '../support/amani-api.js';
import { canary, createFixture } from '../support/fixture.js';

describe.concurrent('profile', () => {
  it('has the profile default without a file', async (context) => {
    const on = await createFixture(context);
    expect((await on.run('profile list')).stdout).toBe('default\tyes\n');
    expect(JSON.parse((await on.run('profile show --json')).stdout)).toEqual({
      name: 'default',
      current: true,
    });
    expect(on.stored('config')).toBeUndefined();
  });

  it('is created, used, renamed with all it holds, and deleted', async (context) => {
    const on = await createFixture(context);
    expect((await on.run('profile create staging')).code).toBe(0);
    expect((await on.run('profile use staging')).code).toBe(0);
    expect((await on.run('profile show')).stdout).toBe('name\tstaging\ncurrent\ttrue\n');
    on.api.expect(readToken());
    expect((await on.run('amani token get')).code).toBe(0);
    expect((await on.run('profile rename staging test')).code).toBe(0);
    expect(JSON.parse((await on.run('profile list --json')).stdout)).toEqual([
      { name: 'default', current: false },
      { name: 'test', current: true },
    ]);
    expect(on.stored('credentials')).toMatchObject({
      profiles: { test: { amani: { secrets: { webhookSecret: { value: canary.oldSecret } } } } },
    });
    expect((await on.run('profile delete test --yes')).code).toBe(0);
    expect(JSON.stringify(on.stored('credentials'))).not.toContain(canary.oldSecret);
    expect((await on.run('profile list')).stdout).toBe('default\tyes\n');
  });

  it('is deleted only after a yes', async (context) => {
    const on = await createFixture(context);
    await on.run('profile create staging');
    expect((await on.run('profile delete staging')).code).toBe(2);
    const terminal = on.open('profile delete staging');
    await terminal.waitFor('Delete it?');
    terminal.type('n\r');
    expect((await terminal.finished).code).toBe(130);
    expect((await on.run('profile list')).stdout).toContain('staging');
  });

  it.for([
    '__proto__',
    'constructor',
    'prototype',
    'a.b',
    'a[0]',
    'a\\',
    '../x',
    'x'.repeat(64),
    'Å',
    'UPPER',
    '.',
  ])('refuses the name %s with 2, and stores nothing', async (name, context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run(`profile create ${name} --json`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(on.stored('config')).toBeUndefined();
  });

  it.for(['toString', 'valueof', 'hasownproperty'])(
    'knows no profile %s that nobody made',
    async (name, context) => {
      const on = await createFixture(context);
      const { code } = await on.run(`amani show -p ${name}`);
      expect([2, 3]).toContain(code);
    },
  );

  it('refuses with 3 a profile that nobody made, and names the command that makes it', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('amani events --profile nowhere --json');
    expect(code).toBe(3);
    expect(errorOf(stderr)['next']).toMatch(/^webhook-admin profile create nowhere\b/u);
    expect((await on.run(String(errorOf(stderr)['next']).replace('webhook-admin ', ''))).code).toBe(0);
    expect((await on.run('profile list')).stdout).toContain('nowhere');
  });

  it('refuses a name that is there already, and the profile default', async (context) => {
    const on = await createFixture(context);
    await on.run('profile create staging');
    expect((await on.run('profile create staging')).code).toBe(3);
    expect((await on.run('profile rename staging default')).code).toBe(3);
    expect((await on.run('profile rename default other')).code).toBe(3);
    expect((await on.run('profile delete default --yes')).code).toBe(3);
  });
});
