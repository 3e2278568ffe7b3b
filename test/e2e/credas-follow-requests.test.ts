import { describe, expect, it } from 'vitest';
import {
  clientId,
  entityId,
  notice,
  numbered,
  otherEntityId,
  paths,
  processId,
} from '../support/credas-server.js';
import { createCredasFixture, type CredasFixture } from '../support/credas-fixture.js';
import type { Reply } from '../support/strict-server.js';

const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => numbered('process', index + 1));
const entityOf = (id: string): string => `b${id.slice(1)}`;
const notices = (all: readonly string[]): string =>
  all.map((id) => `${JSON.stringify(notice(id))}\n`).join('');

/** Complete, and Credas names nobody in it. */
const withoutActors = (on: CredasFixture, entities: readonly string[] = [entityId]): void => {
  on.credas.process({ entities });
  on.credas.answer('GET', paths.process(), { json: { id: processId, clientId, status: 2 } });
};

describe('the requests of credas follow', () => {
  it('are four at a time by default', async () => {
    // Answers that take a moment let a fifth request be seen.
    const on = await createCredasFixture({ delayMs: 10 });
    const all = ids(20);
    const held: (() => void)[] = [];
    all.forEach((id, index) => {
      on.credas.process({ id, entities: [entityOf(id)] });
      if (index >= 4) return;
      // Answered when four are there; were there fewer, it would never end.
      const hold: Reply = {
        raw: (_, response) => {
          const json = { id, status: 2, processActors: [{ entityId: entityOf(id) }] };
          held.push(() => void response.end(JSON.stringify(json)));
          if (held.length === 4) for (const answer of held) answer();
        },
      };
      on.credas.answer('GET', paths.process(id), hold);
    });
    expect((await on.follow('-', { stdin: notices(all) })).code).toBe(0);
    expect(on.credas.most()).toBe(4);
  });

  it('cover each process of --process, repeated or separated by commas', async () => {
    const on = await createCredasFixture();
    const [one = '', two = '', three = ''] = ids(3);
    for (const id of [one, two, three]) on.credas.process({ id, entities: [entityOf(id)] });
    const { code, processes } = await on.follow(`--process ${one},${two} --process ${three} --only details`);
    expect({ code, ids: processes.map((process) => process.processId).sort() }).toEqual({
      code: 0,
      ids: [one, two, three],
    });
    expect(on.credas.seen).toHaveLength(6);
    const refused = await on.follow(`--process ${one},${two} --entity ${entityOf(one)}`);
    expect(refused).toMatchObject({ code: 2, processes: [] });
    expect(on.credas.seen).toHaveLength(6);
  });

  it.each([
    ['with a comma', `--entity ${entityId},${otherEntityId}`],
    ['repeated', `--entity ${entityId} --entity ${otherEntityId}`],
  ])('cover each person of --entity, %s', async (_, words) => {
    const on = await createCredasFixture();
    withoutActors(on, [entityId, otherEntityId]);
    const { code, processes } = await on.follow(`--process ${processId} ${words} --only checks`);
    expect(code).toBe(0);
    expect(processes[0]?.entities).toMatchObject([
      { entityId, source: 'option' },
      { entityId: otherEntityId, source: 'option' },
    ]);
    expect([...on.credas.traffic()].sort()).toEqual(
      [
        `GET ${paths.process()}`,
        `GET ${paths.checks(entityId)}`,
        `GET ${paths.checks(otherEntityId)}`,
      ].sort(),
    );
  });

  it('cover only the second --entity when the first one is saved', async () => {
    const on = await createCredasFixture();
    withoutActors(on, [entityId, otherEntityId]);
    const first = await on.follow(`--process ${processId} --entity ${entityId}`);
    expect({ code: first.code, files: first.processes[0]?.files.length }).toEqual({ code: 0, files: 3 });
    const before = on.credas.seen.length;
    const second = await on.follow(`--process ${processId} --entity ${otherEntityId}`);
    expect(second).toMatchObject({ code: 0, processes: [{ outcome: 'complete' }] });
    expect([...on.credas.traffic().slice(before)].sort()).toEqual(
      [
        `GET ${paths.process()}`,
        `GET ${paths.checks(otherEntityId)}`,
        `POST ${paths.pdf(otherEntityId)}`,
      ].sort(),
    );
    const folder = `credas-${processId}`;
    expect(on.files()).toEqual(
      [
        folder,
        `${folder}/details.json`,
        `${folder}/manifest.json`,
        ...[entityId, otherEntityId].flatMap((id) => [
          `${folder}/active-checks-${id}.json`,
          `${folder}/report-${id}.pdf`,
        ]),
      ].sort(),
    );
    const manifest = JSON.parse(on.text(`${folder}/manifest.json`)) as { files: readonly unknown[] };
    expect(manifest.files).toHaveLength(5);
  });

  it('are two for the report of a process without entities, on the process route', async () => {
    const on = await createCredasFixture();
    withoutActors(on);
    const { code, processes } = await on.follow(`--process ${processId} --only pdf`, {
      env: { WEBHOOK_ADMIN_CREDAS_PDF_ROUTE: 'process' },
    });
    expect({ code, files: processes[0]?.files.map(({ path }) => path) }).toEqual({
      code: 0,
      files: [`credas-${processId}/report.pdf`],
    });
    expect(on.credas.traffic()).toEqual([`GET ${paths.process()}`, `GET ${paths.processPdf()}`]);
  });

  it.each(['--only checks,pdf', '--only checks --only pdf'])('cover only the parts of %s', async (only) => {
    const on = await createCredasFixture();
    on.credas.process();
    const { code, processes } = await on.follow(`--process ${processId} ${only}`);
    expect({ code, kinds: processes[0]?.files.map(({ kind }) => kind).sort() }).toEqual({
      code: 0,
      kinds: ['checks', 'pdf'],
    });
    expect([...on.credas.traffic()].sort()).toEqual(
      [`GET ${paths.process()}`, `GET ${paths.checks()}`, `POST ${paths.pdf()}`].sort(),
    );
  });

  it('continue when the first delivery is invalid', async () => {
    const on = await createCredasFixture();
    const all = ids(2);
    for (const id of all) on.credas.process({ id, entities: [entityOf(id)] });
    const { code, processes, error } = await on.follow('- --only details', {
      stdin: `<html>\n${notices(all)}`,
    });
    expect(code).toBe(11);
    expect(error).toMatchObject({ code: 'partial', message: expect.stringContaining('2 of 2') as string });
    expect(processes.map(({ outcome }) => outcome).sort()).toEqual(['complete', 'complete', 'failed']);
    expect(processes.find(({ outcome }) => outcome === 'failed')?.reason).toBe(
      'Standard input, line 1, is not a Credas delivery: it is not valid JSON',
    );
  });
});

describe('the statuses of checks', () => {
  // As the page "Right to Work/Rent details" lists them.
  const names = [
    [1, 'Pass'],
    [2, 'Requested'],
    [3, 'ActionRequired'],
    [4, 'Fail'],
    [5, 'NotPerformed'],
    [6, 'Refer'],
    [7, 'UnderReview'],
    [8, 'Complete'],
    [9, 'AwaitingData'],
  ] as const;

  it('have the nine documented names, and other numbers have none', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    const checks = [0, ...names.map(([status]) => status), 10].map((status) => ({ type: 11, status }));
    on.credas.answer('GET', paths.checks(), { json: checks });
    const { processes } = await on.follow(`--process ${processId} --only checks`);
    const found = processes[0]?.entities[0]?.checks.map(({ status, statusName }) => [status, statusName]);
    expect(found).toEqual([[0, null], ...names, [10, null]]);
    const { stdout } = await on.run(`credas follow --process ${processId} --only checks`);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t').at(-1)),
    ).toEqual(['0', ...names.map(([, name]) => name), '10']);
  });
});
