import { describe, expect, it } from 'vitest';
import { formatTable } from '../../src/node/terminal/table.js';
import type { ProviderEntry } from '../../src/providers/contract.js';
import { registry } from '../../src/providers/registry.js';
import type { World } from '../../src/world.js';
import { acmeEntry } from '../support/acme.js';
import { fakeWorld } from '../support/fake-world.js';
import { errorIn, runMain } from '../support/run-main.js';
import { bolt, boltEntry } from '../support/bolt.js';

const amani = registry.filter(({ id }) => id === 'amani');
const providers = [...amani, acmeEntry];

/** The tables of a run on a terminal, as they are handed over to be lined up. */
const tablesOf = async (entries: readonly ProviderEntry[]) => {
  const on = fakeWorld({ terminal: true });
  const tables: (readonly (readonly string[])[])[] = [];
  const world: World = {
    ...on.world,
    table: (rows) => {
      tables.push(rows);
      return formatTable(rows);
    },
  };
  const run = await runMain('providers', { providers: entries, on: { ...on, world } });
  return { table: tables[0] ?? [], run };
};

describe('providers', () => {
  it('is a row for each, with the id in front, where a program reads it', async () => {
    const { stdout } = await runMain('providers', { providers: [acmeEntry, boltEntry] });
    const rows = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t'));
    expect(rows).toEqual([
      ['acme', '–', 'API (assumed)', '–', '–', '–', '–'],
      ['bolt', '–', 'API (assumed), per parcel', '–', '–', '–', 'API: parcels, teams'],
    ]);
  });

  it('has the name in front on a terminal, and a further row for a further way', async () => {
    const { table } = await tablesOf([acmeEntry, boltEntry]);
    expect(table).toEqual([
      ['', 'EVENTS', 'REGISTER', 'SECRET', 'ROTATE', 'VERIFY', 'RESULTS'],
      ['Acme', '–', 'API (assumed)', '–', '–', '–', '–'],
      ['Bolt', '–', 'API (assumed)', '–', '–', '–', 'API: parcels, teams'],
      ['', '', 'per parcel', '', '', '', ''],
    ]);
  });

  it('points to a provider that lacks something', async () => {
    const { run } = await tablesOf([acmeEntry, boltEntry]);
    expect(run.stderr).toBe(
      '  – not offered: webhook-admin providers bolt says why and what to do instead\n',
    );
  });

  it('puts how sure we are below a label that is long', async () => {
    const [event] = bolt.otherOperations;
    if (event === undefined) throw new Error('Bolt has operations.');
    const results = [
      { how: 'api', label: 'API: parcels, teams', basis: 'assumed', operation: event },
    ] as const;
    const load = () => Promise.resolve({ ...bolt, capabilities: { ...bolt.capabilities, results } });
    const { table } = await tablesOf([{ ...boltEntry, load }]);
    expect(table.slice(1).map((cells) => cells.at(-1))).toEqual(['API: parcels, teams', '(assumed)']);
  });

  it('fits in 100 columns with all there are', async () => {
    const { run } = await tablesOf(registry);
    const widths = run.stdout.split('\n').map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(100);
  });

  it('of one says once how sure we are where the way itself says it', async () => {
    const rows = (await runMain('providers keyclic')).stdout.split('\n').map((line) => line.split('\t'));
    expect(rows[0]).toEqual(['events', 'yes', 'documented']);
    expect(rows[1]).toEqual(['registration', 'yes', 'on request (documented)']);
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
