import { existsSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  detailsOf,
  entityId,
  notice,
  numbered,
  paths,
  pdfOf,
  processId,
} from '../support/credas-server.js';
import { createCredasFixture, type CredasFixture, type FollowedProcess } from '../support/credas-fixture.js';
import { runCli, runProgram } from '../support/run-cli.js';

const folder = `credas-${processId}`;
const inFolder = (on: CredasFixture, name: string): string => path.join(on.home, folder, name);
const make = (on: CredasFixture): void => mkdirSync(path.join(on.home, folder), { mode: 0o700 });
const write = (on: CredasFixture, name: string, content: string): void =>
  writeFileSync(inFolder(on, name), content, { mode: 0o600 });

describe('the files of credas follow', () => {
  it.each(['000', '077', '777'])(
    'are saved below --output-dir, which is created, with umask %s',
    async (umask) => {
      const on = await createCredasFixture();
      on.credas.process();
      on.put('delivery.json', notice());
      const args = 'credas follow delivery.json --output-dir results/of/today/ --json';
      const { code, stdout } = await runProgram(args.split(' '), { home: on.home, env: on.env, umask });
      expect(code).toBe(0);
      const { processes } = JSON.parse(stdout) as { readonly processes: readonly FollowedProcess[] };
      const below = `results/of/today/${folder}`;
      expect(processes[0]?.files[0]?.path).toBe(`${below}/details.json`);
      const mode = (name: string): string => (statSync(path.join(on.home, name)).mode & 0o777).toString(8);
      for (const made of ['results', 'results/of', 'results/of/today', below])
        expect(mode(made), made).toBe('700');
      const files = on.files().filter((name) => name.startsWith(`${below}/`));
      expect(files).toHaveLength(4);
      for (const file of files) expect(mode(file), file).toBe('600');
    },
  );

  it.each(['details.json', 'manifest.json', `active-checks-${entityId}.json`, `report-${entityId}.pdf`])(
    'do not replace a %s that it did not write: exits 3 after reading only the status',
    async (name) => {
      const on = await createCredasFixture();
      on.credas.process();
      make(on);
      write(on, name, 'mine');
      const { code, processes, error } = await on.follow(`--process ${processId}`);
      expect({ code, processes }).toEqual({ code: 3, processes: [] });
      expect(error?.['message']).toContain(name);
      expect(error).toMatchObject({ code: 'config', changed: 'no' });
      expect(on.text(`${folder}/${name}`)).toBe('mine');
      expect(on.files()).toEqual([folder, `${folder}/${name}`]);
      expect(on.credas.traffic().filter((line) => line !== `GET ${paths.process()}`)).toEqual([]);
    },
  );

  it('do not replace a file that changed, unless --force fetches and replaces all', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    await on.follow(`--process ${processId}`);
    write(on, 'details.json', 'changed');
    const { code, error } = await on.follow(`--process ${processId}`);
    expect(code).toBe(3);
    expect(error?.['message']).toMatch(/details\.json already exists\. Use --force to replace it\./u);
    expect(on.text(`${folder}/details.json`)).toBe('changed');

    const before = on.credas.seen.length;
    expect((await on.follow(`--process ${processId} --force`)).code).toBe(0);
    expect(on.credas.seen.length - before).toBe(4);
    expect(on.text(`${folder}/details.json`)).toBe(JSON.stringify(detailsOf(processId)));
  });

  it('are not written through a symbolic link at a file or the folder', async () => {
    for (const name of ['details.json', `report-${entityId}.pdf`, 'manifest.json']) {
      for (const force of ['', ' --force']) {
        const on = await createCredasFixture();
        on.credas.process();
        make(on);
        on.put('elsewhere', 'untouched');
        symlinkSync(path.join(on.home, 'elsewhere'), inFolder(on, name));
        expect((await on.follow(`--process ${processId}${force}`)).code, `${name}${force}`).toBe(3);
        expect(on.text('elsewhere')).toBe('untouched');
        expect(lstatSync(inFolder(on, name)).isSymbolicLink()).toBe(true);
      }
    }
    const on = await createCredasFixture();
    on.credas.process();
    mkdirSync(path.join(on.home, 'elsewhere'), { mode: 0o700 });
    symlinkSync(path.join(on.home, 'elsewhere'), path.join(on.home, folder));
    expect((await on.follow(`--process ${processId}`)).code).toBe(3);
    expect(on.credas.seen).toEqual([]);
  });

  it('exit 3 when a file has the name of the folder', async () => {
    const on = await createCredasFixture();
    on.put(folder, 'a file');
    expect((await on.follow(`--process ${processId}`)).code).toBe(3);
    expect(on.credas.seen).toEqual([]);
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    [
      'of another process',
      (text: string) => text.replaceAll(processId, '00000000-0000-4000-8000-000000000000'),
    ],
    ['leading elsewhere', (text: string) => text.replace('"details.json"', '"../details.json"')],
  ])('exit 3 and name a manifest that is %s, unless --force starts again', async (_, damage) => {
    const on = await createCredasFixture();
    on.credas.process();
    await on.follow(`--process ${processId}`);
    write(on, 'manifest.json', damage(on.text(`${folder}/manifest.json`)));
    const before = on.credas.seen.length;
    const { code, error } = await on.follow(`--process ${processId}`);
    expect(code).toBe(3);
    expect(error?.['message']).toContain(`${folder}/manifest.json is damaged`);
    expect(on.credas.seen.length).toBe(before);
    expect((await on.follow(`--process ${processId} --force`)).code).toBe(0);
    expect((await on.follow(`--process ${processId}`)).code).toBe(0);
  });

  it.each(['', ' --force'])('match the manifest when two runs write at the same time%s', async (force) => {
    const on = await createCredasFixture({ delayMs: 10 });
    const all = Array.from({ length: 12 }, (_, index) => numbered('process', index));
    for (const id of all) {
      const entity = `b${id.slice(1)}`;
      on.credas.process({ id, entities: [entity] });
      // No two reports are the same, as where a report has the time of its making in it.
      const reports = [1, 2, 3, 4].map((time) => bytes(pdfOf(`${id} ${String(time)}`)));
      on.credas.answer('POST', paths.pdf(entity, id), bytes(pdfOf(id)), ...reports);
    }
    const args = `credas follow - --concurrency 16 --json${force}`.split(' ');
    const stdin = all.map((id) => `${JSON.stringify(notice(id))}\n`).join('');
    const one = { env: on.env, home: on.home, stdin };
    const runs = await Promise.all([runCli(args, one), runCli(args, one)]);
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
    const before = on.credas.seen.length;
    const last = await on.follow('-', { stdin });
    expect({ code: last.code, processes: last.processes.length }).toEqual({ code: 0, processes: 12 });
    expect(on.credas.seen.length).toBe(before);
    expect(on.files()).toHaveLength(12 * 5);
    const sums = (processes: readonly FollowedProcess[]): readonly string[] =>
      processes.flatMap(({ files }) => files.map(({ sha256 }) => sha256)).sort();
    if (force !== '') return;
    for (const { stdout } of runs)
      expect(sums((JSON.parse(stdout) as typeof last).processes)).toEqual(sums(last.processes));
  });

  it('are fetched again only when they were deleted', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    await on.follow(`--process ${processId}`);
    rmSync(inFolder(on, `report-${entityId}.pdf`));
    const before = on.credas.seen.length;
    expect((await on.follow(`--process ${processId}`)).code).toBe(0);
    expect(on.credas.traffic().slice(before)).toEqual([`GET ${paths.process()}`, `POST ${paths.pdf()}`]);
    expect(on.text(`${folder}/report-${entityId}.pdf`)).toBe(pdfOf(entityId).toString());
  });

  it('are added to the manifest part by part with --only', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    const parts: readonly (readonly [string, string])[] = [
      ['details', 'details.json'],
      ['checks', `active-checks-${entityId}.json`],
      ['pdf', `report-${entityId}.pdf`],
    ];
    for (const [part, name] of parts) {
      const { code, processes } = await on.follow(`--process ${processId} --only ${part}`);
      expect(code).toBe(0);
      expect(processes[0]?.files.map(({ kind, path: file }) => [kind, file])).toEqual([
        [part, `${folder}/${name}`],
      ]);
    }
    const before = on.credas.seen.length;
    const { processes } = await on.follow(`--process ${processId}`);
    expect(processes[0]?.files).toHaveLength(3);
    expect(on.credas.seen.length).toBe(before);

    // What is not wanted stays in the manifest, also when a part is fetched anew.
    on.credas.answer('POST', paths.pdf(), bytes(pdfOf('another')));
    expect((await on.follow(`--process ${processId} --only pdf --force`)).code).toBe(0);
    expect(on.text(`${folder}/report-${entityId}.pdf`)).toBe(pdfOf('another').toString());
    const later = on.credas.seen.length;
    expect((await on.follow(`--process ${processId}`)).code).toBe(0);
    expect(on.credas.seen.length).toBe(later);
  });

  it('are fetched but not written in a dry run', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    const dry = await on.follow(`--process ${processId} --dry-run`);
    expect(on.files()).toEqual([]);
    const { stdout, stderr } = await on.run(`credas follow --process ${processId} --dry-run`);
    expect(stdout).toContain('Right to Work\tPass');
    expect(stderr).toContain(`Dry run: process ${processId} is complete; nothing was written`);
    expect(existsSync(path.join(on.home, folder))).toBe(false);
    const real = await on.follow(`--process ${processId}`);
    expect(dry).toEqual(real);
  });
});
