import { describe, expect, it } from 'vitest';
import { findProvider } from '../../src/commands/per-provider.js';
import { registry } from '../../src/providers/registry.js';
import { acmeEntry } from '../support/acme.js';
import { errorIn, runMain } from '../support/run-main.js';

const providers = [...registry, acmeEntry];

describe('a command whose next word is a provider', () => {
  it('lists the providers in its help', async () => {
    const { stdout } = await runMain('auth login --help', { providers });
    for (const { id, about } of providers) expect(stdout).toMatch(new RegExp(` {2}${id} +${about}`, 'u'));
  });

  it('has the options of that provider and of no other', async () => {
    const acme = await runMain('auth login acme --help', { providers });
    expect(acme.stdout).toContain('--api-key-file FILE');
    expect(acme.stdout).not.toMatch(/--token|--username|--password/u);
    const amani = await runMain('auth login amani --help', { providers });
    expect(amani.stdout).toContain('--token-file FILE');
    expect(amani.stdout).not.toContain('--api-key');
    expect(errorIn(await runMain('auth login acme --token-stdin --json', { providers }))['code']).toBe(
      'usage',
    );
  });

  it('loads no provider but the one that was typed', async () => {
    const never = { ...acmeEntry, load: () => expect.fail('loaded') };
    expect((await runMain('auth login amani --help', { providers: [...registry, never] })).code).toBe(0);
    expect((await runMain('amani create --help', { providers: [...registry, never] })).code).toBe(0);
  });

  it('suggests a provider that comes near', async () => {
    expect(errorIn(await runMain('auth login amni --json'))['message']).toContain('Did you mean "amani"?');
  });
});

describe('findProvider', () => {
  it('finds by id', () => {
    expect(findProvider(providers, 'acme')).toBe(acmeEntry);
  });

  it.each([
    ['acne', 'Unknown provider. Did you mean acme? Nothing was sent.'],
    ['Zq7user.Kx93token', 'Unknown provider. Nothing was sent.'],
    ['__proto__', 'Unknown provider. Nothing was sent.'],
  ])('refuses %s without repeating it, and names those there are', (id, message) => {
    expect(() => findProvider(providers, id)).toThrow(
      expect.objectContaining({
        failure: 'usage',
        message,
        details: expect.objectContaining({
          hint: `Providers: ${providers.map((entry) => entry.id).join(', ')}`,
        }) as unknown,
      }),
    );
  });
});
