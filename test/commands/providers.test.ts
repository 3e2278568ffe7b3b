import { describe, expect, it } from 'vitest';
import { registry } from '../../src/providers/registry.js';
import { acmeEntry } from '../support/fake-provider.js';
import { errorIn, runMain } from '../support/run-main.js';

const providers = [...registry, acmeEntry];

describe('providers', () => {
  it('is a row for each, no wider than a terminal', async () => {
    const { stdout } = await runMain('providers', { providers });
    const rows = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t'));
    expect(rows.map(([id]) => id)).toEqual(['amani', 'acme']);
    for (const row of rows) expect(row).toHaveLength(7);
    expect(rows[1]).toContain('API (assumed)');
    expect(rows[1]?.filter((cell) => cell === '–')).toHaveLength(5);
  });

  it('is the document of the promise with --json', async () => {
    const { stdout } = await runMain('providers --json', { providers });
    const documents = JSON.parse(stdout) as Record<string, Record<string, unknown>>[];
    expect(documents.map(({ id }) => id)).toEqual(['amani', 'acme']);
    expect(documents[1]?.['capabilities']?.['registration']).toEqual({
      available: true,
      ways: [{ how: 'immediate', basis: 'assumed', label: 'API' }],
      reason: null,
      instead: null,
    });
    expect(documents[1]?.['capabilities']?.['secret']).toEqual({
      available: false,
      ways: [],
      reason: 'Acme has no such API.',
      instead: 'Ask Acme by letter.',
    });
    const names = [
      'events',
      'registration',
      'secret',
      'rotation',
      'results',
      'verification',
      'delivery',
      'samples',
      'sandbox',
      'plan',
    ];
    for (const { capabilities } of documents)
      expect(Object.keys(capabilities ?? {}).sort()).toEqual([...names].sort());
  });

  it('of one says how, how sure, why not and what instead', async () => {
    const { stdout } = await runMain('providers acme', { providers });
    expect(stdout).toContain('registration\tyes\tAPI (assumed)\n');
    expect(stdout).toContain('secret\tno\tAcme has no such API. Ask Acme by letter.\n');
    expect(JSON.parse((await runMain('providers acme --json', { providers })).stdout)).toMatchObject([
      { id: 'acme' },
    ]);
  });

  it('of none that there is is usage', async () => {
    expect(errorIn(await runMain('providers nosuch --json', { providers }))['code']).toBe('usage');
  });

  it('opens no store', async () => {
    expect((await runMain('providers')).folders()).toEqual([]);
  });
});
