import { describe, expect, it } from 'vitest';
import { notice, numbered, pdfOf } from '../../support/credas-server.js';
import { errorIn, runMain, type MainOptions, type MainRun } from '../../support/run-main.js';
import type { Transport, HttpResponse } from '../../../src/world.js';

const all = [1, 2, 3].map((number) => numbered('process', number));
const [slow = '', ...others] = all;
const entityOf = (id: string): string => `b${id.slice(1)}`;

const json = (value: unknown): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: new TextEncoder().encode(JSON.stringify(value)),
});

/** `slow` is complete at its question of this number; the others at once. Notes what was asked, and when. */
const credas = (completeAt: number, outages: readonly number[] = []) => {
  const asked: string[] = [];
  let questions = 0;
  const transport: Transport = ({ url }) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    const id = /processes\/([0-9a-f-]{36})/u.exec(pathname)?.[1] ?? '';
    if (pathname.endsWith('/active-checks')) return Promise.resolve(json([]));
    if (pathname.endsWith('/details')) return Promise.resolve(json({}));
    if (pathname.endsWith('/pdf-export')) return Promise.resolve({ ...json(''), body: pdfOf(id) });
    if (id === slow) questions += 1;
    if (id === slow && outages.includes(questions)) return Promise.resolve({ ...json({}), status: 503 });
    const status = id === slow && questions < completeAt ? 1 : 2;
    return Promise.resolve(json({ id, status, processActors: [{ entityId: entityOf(id) }] }));
  };
  return { transport, asked, questions: () => questions };
};

const follow = (args: string, options: MainOptions): Promise<MainRun> =>
  runMain(`credas follow ${args}`, { env: { WEBHOOK_ADMIN_CREDAS_API_KEY: 'key-of-a-test' }, ...options });

const begin = Date.UTC(2026, 0, 1);
const secondsIn = (run: MainRun): number => (run.world.clock.now().getTime() - begin) / 1_000;

describe('waiting for a process', () => {
  it('polls after 5 s, then 1.5 times as long each time, and fetches when it is complete', async () => {
    const { transport, questions } = credas(4);
    const run = await follow(`--process ${slow} --wait 10m --json`, { transport });
    expect(run.code).toBe(0);
    expect(questions()).toBe(4);
    expect(secondsIn(run)).toBeCloseTo(5 + 7.5 + 11.25, 1);
    expect(run.files.keys()).toHaveLength(4);
  });

  it('polls every 30 s at most and once when the wait ends, then exits 8', async () => {
    const { transport, questions } = credas(1_000);
    const run = await follow(`--process ${slow} --wait 2m --json`, { transport });
    expect(run.code).toBe(8);
    expect(secondsIn(run)).toBe(120);
    // At 0, 5, 12.5, 23.75, 40.6, 65.9, 95.9 and 120 s.
    expect(questions()).toBe(8);
    expect(errorIn(run)).toMatchObject({
      code: 'pending',
      next: expect.stringContaining('--wait 1h') as string,
    });
    expect(run.files.keys()).toEqual([]);
  });

  it('waits during an outage, and exits 5 when the outage outlasts the wait', async () => {
    const passing = credas(4, [2, 3]);
    const run = await follow(`--process ${slow} --wait 10m --retries 0 --json`, passing);
    expect(run.code).toBe(0);
    expect(passing.questions()).toBe(4);

    const lasting = credas(
      1,
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    const ended = await follow(`--process ${slow} --wait 2m --retries 0 --json`, lasting);
    expect(ended.code).toBe(5);
    expect(lasting.questions()).toBe(8);
    expect(secondsIn(ended)).toBe(120);
    expect(errorIn(ended)).toMatchObject({ code: 'unavailable', httpStatus: 503, changed: 'no' });
  });

  it('follows other processes in the meantime', async () => {
    const { transport, asked } = credas(3);
    const run = await follow('- --wait 10m --concurrency 1 --json', {
      transport,
      stdin: all.map((id) => JSON.stringify(notice(id))),
    });
    expect(run.code).toBe(0);
    const { processes } = JSON.parse(run.stdout) as { processes: { processId: string }[] };
    expect(processes.map(({ processId }) => processId)).toEqual([...others, slow]);
    const lastQuestion = asked.lastIndexOf(`/api/v2/ci/processes/${slow}`);
    for (const id of others)
      expect(asked.indexOf(`/api/v2/ci/processes/${id}/details`)).toBeLessThan(lastQuestion);
  });

  it('exits 11 when one of several processes is still pending', async () => {
    const { transport } = credas(1_000);
    const run = await follow('- --wait 1m', {
      transport,
      stdin: all.map((id) => `${JSON.stringify(notice(id))}\n`),
    });
    expect(run.code).toBe(11);
    expect(run.stdout).toContain(`${slow}\tpending\t0\t0\tits status is 1\n`);
    expect(run.stderr).toContain('2 of 3 processes are complete; 1 is not.');
  });
});

describe('the status line', () => {
  it('counts complete processes on a terminal, and is cleared at the end', async () => {
    const { transport } = credas(1);
    const run = await follow('deliveries.ndjson', {
      transport,
      terminal: true,
      files: { 'deliveries.ndjson': all.map((id) => `${JSON.stringify(notice(id))}\n`).join('') },
    });
    expect(run.code).toBe(0);
    expect(run.spinning).toContain('Following  3/3');
    expect(run.spinning.at(-1)).toBe('');
    expect(run.stdout).toContain('PROCESS');
  });

  it('does not count pending processes as failed', async () => {
    const { transport } = credas(1_000);
    const run = await follow('deliveries.ndjson', {
      transport,
      terminal: true,
      files: { 'deliveries.ndjson': all.map((id) => `${JSON.stringify(notice(id))}\n`).join('') },
    });
    expect(run.code).toBe(11);
    expect(run.spinning).toContain('Following  3/3');
    expect(run.spinning.join('\n')).not.toContain('failed');
  });
});
