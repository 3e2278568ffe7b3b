import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytes, checksOf, clientId, notice, numbered, paths, pdfOf } from '../support/credas-server.js';
import { createCredasFixture, type CredasFixture } from '../support/credas-fixture.js';
import type { Reply } from '../support/strict-server.js';

const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => numbered('process', index + 1));
const entityOf = (id: string): string => `b${id.slice(1)}`;

const announce = (on: CredasFixture, all: readonly string[]): void => {
  for (const id of all) on.credas.process({ id, entities: [entityOf(id)] });
};
const notices = (all: readonly string[]): string =>
  all.map((id) => `${JSON.stringify(notice(id))}\n`).join('');

describe('credas follow with many deliveries', () => {
  it('follows each process once, saves it to its folder, and prints one document', async () => {
    const on = await createCredasFixture();
    const all = ids(12);
    announce(on, all);
    const { code, processes, error } = await on.follow('- --output-dir results --concurrency 16', {
      stdin: notices([...all, ...all.slice(0, 3)]),
    });
    expect({ code, error }).toEqual({ code: 0, error: undefined });
    expect(processes.map(({ processId }) => processId).sort()).toEqual(all);
    expect(processes.every(({ outcome, files }) => outcome === 'complete' && files.length === 3)).toBe(true);
    expect(on.credas.seen).toHaveLength(12 * 4);
    expect(on.files().filter((name) => name.endsWith('manifest.json'))).toHaveLength(12);
    expect(on.files()).toContain(`results/credas-${numbered('process', 1)}/details.json`);
  });

  it('does not suggest the same command when the only missing processes are gone', async () => {
    const on = await createCredasFixture();
    const all = ids(3);
    announce(on, all);
    for (const id of all.slice(1)) on.credas.answer('GET', paths.process(id), { status: 404, json: {} });
    const { code, error } = await on.follow('-', { stdin: notices(all) });
    expect(code).toBe(11);
    expect(error).toMatchObject({
      message: '1 of 3 processes is complete; 2 are not.',
      next: 'webhook-admin config get credas.baseUrl',
      retryable: false,
    });
  });

  it('shows a row with the outcome of each process, for up to 50', async () => {
    const on = await createCredasFixture();
    const [done, gone, waiting, broken] = ids(4);
    const all = ids(4);
    announce(on, all);
    on.credas.answer('GET', paths.process(gone), { status: 404, json: {} });
    on.credas.answer('GET', paths.process(waiting), { json: { id: waiting, clientId, status: 4 } });
    on.credas.answer('GET', paths.checks(entityOf(broken ?? '')), { status: 422, json: {} });
    on.put('first.json', notice(done));
    on.put(
      'more.ndjson',
      `${notices(all.slice(1))}not json\n${JSON.stringify({ EntityId: numbered('entity', 9), ClientId: clientId })}\n`,
    );
    const { code, stdout, stderr } = await on.run('credas follow first.json more.ndjson --concurrency 1');
    expect(code).toBe(11);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map((cells) => cells.slice(0, 4))).toEqual(
      expect.arrayContaining([
        [done, 'complete', '1', '3'],
        [gone, 'gone', '0', '0'],
        [waiting, 'pending', '0', '0'],
        [broken, 'partial', '1', '2'],
        ['-', 'failed', '0', '0'],
        ['-', 'ignored', '0', '0'],
      ]),
    );
    expect(rows).toHaveLength(6);
    const noteOf = (outcome: string): string | undefined => rows.find((cells) => cells[1] === outcome)?.[4];
    expect(noteOf('pending')).toBe('its status is 4');
    expect(noteOf('partial')).toContain('Credas refused it (422)');
    expect(noteOf('failed')).toBe('more.ndjson, line 4, is not a Credas delivery: it is not valid JSON');
    expect(stderr).toContain('1 of 4 processes is complete; 3 are not; 1 text is not a delivery.');
    expect(stderr).toContain('Add --wait 10m to wait for pending processes.');
    expect(stderr).toContain('webhook-admin credas follow first.json more.ndjson --concurrency 1');
  });

  it('prints only incomplete processes and the count for more than 50', async () => {
    const on = await createCredasFixture();
    const all = ids(60);
    announce(on, all);
    const [, second] = all;
    on.credas.answer('GET', paths.process(second), { status: 404, json: {} });
    const { code, stdout, stderr } = await on.run('credas follow - --only checks --concurrency 16', {
      stdin: notices(all),
    });
    expect(code).toBe(11);
    expect(stdout).toBe(`${second ?? ''}\tgone\t0\t0\tCredas cannot find it (404)\n`);
    expect(stderr).toContain('59 of 60 processes are complete; 1 is not.');

    const fine = await on.run('credas follow - --only checks', {
      stdin: notices([...all.slice(2), ...all.slice(2)]),
    });
    expect({ code: fine.code, stdout: fine.stdout }).toEqual({ code: 0, stdout: '' });
    expect(fine.stderr).toContain('58 processes are complete');
    expect(fine.stderr).toContain('58 deliveries repeat a process that another delivery named');
  });

  it('skips broken lines, however the pipe splits them', async () => {
    const on = await createCredasFixture();
    const all = ids(3);
    announce(on, all);
    const [one, two, three] = all.map((id) => JSON.stringify(notice(id)));
    const { code, processes, error } = await on.follow('- --only checks', {
      stdin: `${one ?? ''}\n${(two ?? '').slice(0, 50)}\n${two ?? ''}\n{"ProcessId":"..","Status":2}\n${JSON.stringify(notice(all[2]), null, 2)}\n${three ?? ''}`,
    });
    expect(code).toBe(11);
    // Nothing would come of it to run this again.
    expect(error).toMatchObject({
      message: '3 of 3 processes are complete; 2 texts are not deliveries.',
      retryable: false,
    });
    expect(
      processes
        .filter(({ outcome }) => outcome === 'complete')
        .map(({ processId }) => processId)
        .sort(),
    ).toEqual(all);
    expect(processes.filter(({ processId }) => processId === null).map(({ reason }) => reason)).toEqual([
      'Standard input, line 2, is not a Credas delivery: it is not valid JSON',
      'Standard input, line 4, is not a Credas delivery: it is not one of the four kinds that Credas posts',
    ]);
  });

  it.each([1, 3, 16])('keeps exactly --concurrency %i requests in flight', async (limit) => {
    // Answers that take a moment let one more than that be seen.
    const on = await createCredasFixture({ delayMs: 5 });
    const all = ids(20);
    announce(on, all);
    const held: (() => void)[] = [];
    for (const id of all) {
      const process = { json: { id, status: 2, processActors: [{ entityId: entityOf(id) }] } };
      // The first ones are answered when all places are taken; were there fewer, it would never end.
      const hold: Reply = {
        raw: (_, response) => {
          held.push(() => void response.end(JSON.stringify(process.json)));
          if (held.length >= limit) for (const answer of held.splice(0)) answer();
        },
      };
      on.credas.answer('GET', paths.process(id), all.indexOf(id) < limit ? hold : process);
    }
    expect((await on.follow(`- --concurrency ${String(limit)}`, { stdin: notices(all) })).code).toBe(0);
    expect(on.credas.most()).toBe(limit);
  });

  it('starts nothing new after a 403, and prints what was done', async () => {
    const on = await createCredasFixture();
    const all = ids(40);
    announce(on, all);
    const [, , , , , sixth = ''] = all;
    on.credas.answer('GET', paths.checks(entityOf(sixth)), { status: 403, json: {} });
    const { code, processes, error } = await on.follow('- --concurrency 1', { stdin: notices(all) });
    expect(code).toBe(4);
    expect(error).toMatchObject({ code: 'auth', httpStatus: 403 });
    expect(error?.['message']).toMatch(
      /[1-9]\d* process(?:es were| was) complete by then, and saved files are kept\.$/u,
    );
    const done = processes.map(({ processId }) => processId);
    expect(done).toContain(all[0]);
    expect(done).not.toContain(sixth);
    expect(processes.every(({ outcome, files }) => outcome === 'complete' && files.length === 3)).toBe(true);
    expect(on.credas.traffic().at(-1)).toBe(`GET ${paths.checks(entityOf(sixth))}`);
    expect(on.credas.seen.length).toBeLessThan(40);
    expect(on.files().filter((name) => name.endsWith('.tmp'))).toEqual([]);

    // With a key that is allowed, it goes on where it stopped.
    on.credas.answer('GET', paths.checks(entityOf(sixth)), { json: checksOf(entityOf(sixth)) });
    expect((await on.follow('- --concurrency 16', { stdin: notices(all) })).processes).toHaveLength(40);
    for (const id of done) expect(on.credas.count(paths.details(id ?? ''))).toBe(1);
  });

  it('stops when a file exists that it did not write', async () => {
    const on = await createCredasFixture();
    const all = ids(30);
    announce(on, all);
    const [one = '', two = '', third = ''] = all;
    await on.follow('- --only details', { stdin: notices([one, two, third]) });
    const name = `credas-${third}/details.json`;
    writeFileSync(`${on.home}/${name}`, 'mine');
    const before = on.credas.seen.length;
    const { code, processes, error } = await on.follow('- --only details --concurrency 1', {
      stdin: notices(all),
    });
    expect(code).toBe(3);
    expect(error).toMatchObject({ code: 'config', changed: 'no' });
    expect(error?.['message']).toContain(`${name} already exists. Use --force to replace it.`);
    expect(processes.map(({ processId }) => processId)).toEqual(expect.arrayContaining([one, two]));
    expect(processes.map(({ processId }) => processId)).not.toContain(third);
    // Those that were at work already, and nothing of the others.
    expect(on.credas.seen.length - before).toBeLessThan(20);
    expect(on.credas.count(paths.details(third))).toBe(1);
    expect(on.text(name)).toBe('mine');
  });

  it('retries every rate-limited request, including the POST of a report', async () => {
    const on = await createCredasFixture();
    const [id = ''] = ids(1);
    announce(on, [id]);
    const limited: Reply = { status: 429, json: {}, headers: { 'retry-after': '0' } };
    const entity = entityOf(id);
    on.credas.answer('GET', paths.checks(entity), limited, limited, { json: checksOf(entity) });
    on.credas.answer('POST', paths.pdf(entity, id), limited, limited, bytes(pdfOf(entity)));
    const { code, processes } = await on.follow('-', { stdin: notices([id]) });
    expect({ code, outcome: processes[0]?.outcome }).toEqual({ code: 0, outcome: 'complete' });
    expect(on.credas.seen).toHaveLength(4 + 4);
  });

  it('exits 5 when Credas asks to wait for an hour, and continues when it is run again', async () => {
    const on = await createCredasFixture();
    const all = ids(6);
    announce(on, all);
    on.credas.answer('GET', paths.process(all[2]), {
      status: 429,
      json: {},
      headers: { 'retry-after': '3600' },
    });
    const { code, processes, error } = await on.follow('- --concurrency 1', { stdin: notices(all) });
    expect(code).toBe(5);
    expect(error).toMatchObject({ code: 'unavailable', httpStatus: 429, changed: 'no', retryable: true });
    expect(processes.every(({ outcome }) => outcome === 'complete')).toBe(true);
    expect(on.credas.traffic().at(-1)).toBe(`GET ${paths.process(all[2])}`);

    announce(on, [all[2] ?? '']);
    expect((await on.follow('-', { stdin: notices(all) })).code).toBe(0);
    for (const id of all) expect(on.credas.count(paths.details(id))).toBe(1);
  });

  it('prints what was done when it is interrupted, and continues when it is run again', async () => {
    const on = await createCredasFixture({ delayMs: 20 });
    const all = ids(30);
    announce(on, all);
    const { code, processes, error } = await on.follow('- --concurrency 2', {
      stdin: notices(all),
      onStart: (child) => {
        const look = setInterval(() => {
          if (on.credas.seen.length < 40) return;
          clearInterval(look);
          child.kill('SIGINT');
        }, 5);
      },
    });
    expect(code).toBe(130);
    expect(error).toMatchObject({
      code: 'interrupted',
      changed: 'no',
      hint: 'Run the same command again to continue. Complete processes are not fetched again.',
    });
    expect(processes.length).toBeGreaterThan(0);
    expect(processes.length).toBeLessThan(30);
    expect(on.files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect((await on.follow('- --concurrency 16', { stdin: notices(all) })).processes).toHaveLength(30);
    for (const { processId } of processes) expect(on.credas.count(paths.process(processId ?? ''))).toBe(1);
  });
});
