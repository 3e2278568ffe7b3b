import { describe, expect, it } from 'vitest';
import { registry } from '../../src/providers/registry.js';
import { canary, fingerprints, createFixture } from '../support/fixture.js';

const noAmani = { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined };

interface Capability {
  readonly available: boolean;
  readonly ways: readonly { readonly how: string; readonly basis: string }[];
  readonly reason: string | null;
  readonly instead: string | null;
}

interface Facts {
  readonly id: string;
  readonly capabilities: Readonly<Record<string, Capability>>;
}

describe.concurrent('auth status', () => {
  it('has a row for each login: its setting, where it is and for which address, never the value', async (context) => {
    const on = await createFixture(context);
    on.api.expect({ method: 'GET', target: '/api/v2/ci/journeys', reply: { json: [] } });
    const logins = [
      ['credas --api-key-stdin', canary.token],
      ['emptor --api-key-stdin', canary.newSecret],
      ['keyclic --token-stdin --app com.example.app', canary.renewed],
    ] as const;
    for (const [words, stdin] of logins) {
      const login = `auth login ${words} --base-url ${on.api.url}`;
      const { code, stderr } = await on.run(login, { env: noAmani, stdin });
      expect(code, stderr).toBe(0);
    }
    const { code, stdout, stderr } = await on.run('auth status --json', { env: noAmani });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const row = (provider: string, setting: string, fingerprint: string): object => ({
      profile: 'default',
      provider,
      setting,
      source: 'store',
      origin: on.api.url,
      fingerprint,
      inUse: true,
    });
    expect(JSON.parse(stdout)).toEqual([
      row('credas', 'apiKey', fingerprints.token),
      row('emptor', 'apiKey', fingerprints.newSecret),
      row('keyclic', 'token', fingerprints.renewed),
    ]);
    const one = await on.run('auth status emptor', { env: noAmani });
    expect(one.stdout.split('\t').slice(0, 6)).toEqual([
      ...['default', 'emptor', 'apiKey', 'store', on.api.url],
      fingerprints.newSecret,
    ]);
  });
});

describe.concurrent('providers', () => {
  it('says how each webhook is registered and how sure that is, and what to do where there is no API', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('providers --json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const facts = JSON.parse(stdout) as readonly Facts[];
    expect(facts.map(({ id }) => id)).toEqual(registry.map(({ id }) => id));

    const waysOf = (id: string): unknown =>
      facts
        .find((one) => one.id === id)
        ?.capabilities['registration']?.ways.map(({ how, basis }) => [how, basis]);
    expect(waysOf('amani')).toEqual([['immediate', 'documented']]);
    expect(waysOf('credas')).toEqual([['per-resource', 'documented']]);
    expect(waysOf('emptor')).toEqual([
      ['immediate', 'assumed'],
      ['per-resource', 'documented'],
    ]);
    expect(waysOf('keyclic')).toEqual([['by-request', 'documented']]);

    for (const id of ['credas', 'emptor', 'keyclic']) {
      const { secret, rotation } = facts.find((one) => one.id === id)?.capabilities ?? {};
      for (const capability of [secret, rotation]) {
        expect(capability, id).toMatchObject({ available: false, ways: [] });
        expect(capability?.instead, id).toContain('webhook-admin ');
      }
    }
    for (const { id, capabilities } of facts) {
      for (const [name, { available, ways, reason }] of Object.entries(capabilities)) {
        const place = `${id} ${name}`;
        expect(ways.length > 0, place).toBe(available);
        expect(reason === null, place).toBe(available);
        for (const { basis } of ways) expect(['documented', 'observed', 'assumed'], place).toContain(basis);
      }
    }
  });
});
