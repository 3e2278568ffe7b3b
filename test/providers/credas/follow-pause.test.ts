import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { notice, numbered, pdfOf } from '../../support/credas-server.js';
import { fakeWorld } from '../../support/fake-world.js';
import { runMain } from '../../support/run-main.js';
import type { Clock, Transport, HttpResponse } from '../../../src/world.js';

const all = Array.from({ length: 8 }, (_, index) => numbered('process', index + 1));
const entityOf = (id: string): string => `b${id.slice(1)}`;
const [first = ''] = all;

const json = (value: unknown): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: new TextEncoder().encode(JSON.stringify(value)),
});

const limited: HttpResponse = { status: 429, headers: { 'retry-after': '20' }, body: new Uint8Array() };

/** Answers about all of them, but to the first question about the checks of the first one: too many calls. */
const credas = () => {
  const asked: string[] = [];
  const transport: Transport = ({ url }) => {
    const { pathname } = new URL(url);
    const isLimited = pathname.includes(entityOf(first)) && pathname.endsWith('/active-checks');
    const answer = isLimited && !asked.includes(pathname) ? limited : undefined;
    asked.push(pathname);
    if (answer !== undefined) return Promise.resolve(answer);
    const id = /processes\/([0-9a-f-]{36})/u.exec(pathname)?.[1] ?? '';
    if (pathname.endsWith('/active-checks')) return Promise.resolve(json([]));
    if (pathname.endsWith('/details')) return Promise.resolve(json({}));
    if (pathname.endsWith('/pdf-export')) return Promise.resolve({ ...json(''), body: pdfOf(id) });
    return Promise.resolve(json({ id, status: 2, processActors: [{ entityId: entityOf(id) }] }));
  };
  return { asked, transport };
};

describe('credas follow when Credas limits requests', () => {
  it.each([1, 2, 4])('sends nothing new during the pause with --concurrency %i', async (limit) => {
    const { asked, transport } = credas();
    const fake = fakeWorld({
      env: { WEBHOOK_ADMIN_CREDAS_API_KEY: 'key-of-a-test' },
      stdin: all.map((id) => `${JSON.stringify(notice(id))}\n`),
      transport,
    });
    const pauses: { readonly ms: number; readonly before: number; readonly after: number }[] = [];
    const clock: Clock = {
      ...fake.world.clock,
      async sleep(ms, signal) {
        const before = asked.length;
        // Whoever does not wait has had many turns by then.
        for (let turn = 0; turn < 50; turn += 1) await setImmediate();
        pauses.push({ ms, before, after: asked.length });
        await fake.world.clock.sleep(ms, signal);
      },
    };
    const on = { ...fake, world: { ...fake.world, clock } };
    const { code, stdout, stderr } = await runMain(`credas follow - --concurrency ${String(limit)} --json`, {
      on,
    });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { processes: readonly unknown[] }).processes).toHaveLength(all.length);
    expect(stderr).toContain('Credas limits the number of calls. Waiting 20 s.');
    expect(pauses).toHaveLength(1);
    for (const { ms, before, after } of pauses) {
      expect(ms).toBe(20_000);
      // Who was let in before the answer came is on the way.
      expect(after - before).toBeLessThan(limit);
      expect(before).toBeLessThan(all.length * 4);
    }
    expect(asked).toHaveLength(all.length * 4 + 1);
  });
});
