import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bytes, notice, numbered, paths, pdfOf, startCredas, type CredasServer } from './credas-server.js';
import { credasEnv } from './credas-fixture.js';
import { dieAt, type Finished, runProgram } from './run-cli.js';

const all = [1, 2, 3].map((number) => numbered('process', number));
const entityOf = (id: string): string => `b${id.slice(1)}`;
const command = ['credas', 'follow', '-', '--output-dir', 'results', '--concurrency', '2', '--json'];
const stdin = all.map((id) => `${JSON.stringify(notice(id))}\n`).join('');

/** The request that a file is fetched with. */
const resolveTarget = (id: string, name: string): string =>
  name === 'details.json'
    ? paths.details(id)
    : name.startsWith('active-checks-')
      ? paths.checks(entityOf(id))
      : paths.pdf(entityOf(id), id);

interface Listed {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const textOf = (file: string): string | undefined =>
  statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(file, 'utf8');

interface Site {
  readonly home: string;
  readonly credas: CredasServer;
  readonly run: (env?: Readonly<Record<string, string>>, ...more: readonly string[]) => Promise<Finished>;
}

const folderOf = (site: Site, id: string): string => path.join(site.home, 'results', `credas-${id}`);

/** Files that the manifest of a process proves complete, and what is wrong with the others. */
const look = (
  site: Site,
  id: string,
): { readonly complete: readonly string[]; readonly faults: readonly string[] } => {
  const folder = folderOf(site, id);
  const names = statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder);
  const visible = names.filter((name) => !name.startsWith('.') && name !== 'manifest.json');
  const text = textOf(path.join(folder, 'manifest.json'));
  if (text === undefined) {
    return { complete: [], faults: visible.map((name) => `${name} is there before the manifest`) };
  }
  const { files } = JSON.parse(text) as { readonly files: readonly Listed[] };
  const faults: string[] = [];
  const complete = visible.filter((name) => {
    const content = readFileSync(path.join(folder, name));
    const listed = files.find((file) => file.name === name);
    const whole = listed?.sha256 === createHash('sha256').update(content).digest('hex');
    if (!whole) faults.push(`${name} is not the file that the manifest lists`);
    return whole;
  });
  return { complete, faults };
};

const litter = (site: Site): readonly string[] =>
  readdirSync(site.home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));

const isDisturbed = ({ signal, code }: Finished): boolean => signal === 'SIGKILL' || code === 3;

/** What is wrong after a run that was killed or failed, and after the same command again; whether it left complete files. */
const faultsAfter = async (
  site: Site,
  disturbed: Finished,
): Promise<{ readonly found: readonly string[]; readonly hadFiles: boolean }> => {
  const faults: string[] = [];
  // A call that fails by itself is not killed behind it, and the last points depend on who is first.
  if (!isDisturbed(disturbed) && disturbed.code !== 0)
    faults.push(`it ended with ${String(disturbed.code)}: ${disturbed.stderr}`);
  await site.credas.left();
  const before = all.map((id) => ({ id, ...look(site, id) }));
  faults.push(...before.flatMap((one) => one.faults));
  const asked = new Map(site.credas.seen.map(({ target }) => [target, site.credas.count(target)]));
  const { code, stdout, stderr } = await site.run();
  if (code !== 0) faults.push(`run again it ended with ${String(code)}: ${stderr}`);
  else {
    const { processes } = JSON.parse(stdout) as {
      readonly processes: readonly { readonly outcome: string; readonly files: readonly unknown[] }[];
    };
    if (
      processes.filter(({ outcome, files }) => outcome === 'complete' && files.length === 3).length !==
      all.length
    )
      faults.push(`run again it said ${stdout}`);
  }
  for (const { id, complete } of before) {
    for (const name of complete) {
      const target = resolveTarget(id, name);
      if (site.credas.count(target) !== asked.get(target))
        faults.push(`${name} was complete, and fetched again`);
    }
    const whole = look(site, id);
    faults.push(...whole.faults.map((fault) => `in the end ${fault}`));
    if (whole.complete.length !== 3) faults.push(`in the end there is ${whole.complete.join(' ')}`);
  }
  return {
    found: [...faults, ...litter(site).map((name) => `${name} was left behind`)],
    hadFiles: before.some(({ complete }) => complete.length > 0),
  };
};

/** Another answer for every file than before. */
const changeAnswers = (credas: CredasServer): void => {
  for (const id of all) {
    const entity = entityOf(id);
    credas.answer('GET', paths.details(id), { json: { id, title: 'Changed' } });
    credas.answer('GET', paths.checks(entity), { json: [{ entityId: entity, type: 11, status: 4 }] });
    credas.answer('POST', paths.pdf(entity, id), bytes(pdfOf('changed')));
  }
};

const onSite = async <T>(program: string, use: (site: Site) => Promise<T>): Promise<T> => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-sweep-'));
  const home = path.join(base, 'home');
  mkdirSync(home);
  const credas = await startCredas();
  for (const id of all) credas.process({ id, entities: [entityOf(id)] });
  try {
    return await use({
      home,
      credas,
      run: (env = {}, ...more) =>
        runProgram([...command, ...more], {
          home,
          program,
          stdin,
          env: { ...credasEnv(credas.url, path.join(base, 'settings')), ...env },
          nodeOptions: env['DIE_AT'] === undefined ? [] : ['--require', dieAt],
        }),
    });
  } finally {
    await credas.close();
    rmSync(base, { recursive: true, force: true });
  }
};

/** Where everything is to be fetched anew, it is there already, and Credas has something else by now. */
const prepare = async (site: Site, forced: boolean): Promise<void> => {
  if (!forced) return;
  const { code, stderr } = await site.run();
  if (code !== 0) throw new Error(`The first run failed: ${stderr}`);
  changeAnswers(site.credas);
};

/** The calls of an undisturbed run that may be disturbed so. */
const pointsOf = (program: string, when: string, forced: boolean): Promise<readonly string[]> =>
  onSite(program, async (site) => {
    await prepare(site, forced);
    const log = path.join(site.home, 'log');
    const { code, stderr } = await site.run(
      { DIE_AT: 'count', DIE_WHEN: when, DIE_LOG: log },
      ...(forced ? ['--force'] : []),
    );
    if (code !== 0) throw new Error(`The undisturbed run failed: ${stderr}`);
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(1);
  });

export interface FollowSweep {
  readonly program: string;
  readonly workers: number;
  /** Every so many points; 1 for all. */
  readonly every: number;
  /** As DIE_WHEN of `die-at.cjs`. */
  readonly when: readonly string[];
  /** Disturbs a run with `--force`, over the files of an earlier one. */
  readonly forced?: boolean;
}

/**
 * Disturbs `credas follow` of three processes at each of its points, and runs it again. Resolves to every
 * fault with its point, to the number of runs that did not come to their end, and to how many of those left
 * files that were complete.
 */
export const followSweep = async ({
  program,
  workers,
  every,
  when,
  forced = false,
}: FollowSweep): Promise<{
  readonly faults: readonly string[];
  readonly disturbed: number;
  readonly withFiles: number;
}> => {
  const points: { readonly name: string; readonly at: number; readonly moment: string }[] = [];
  for (const moment of when) {
    const names = await pointsOf(program, moment, forced);
    points.push(...names.map((name, index) => ({ name, at: index + 1, moment })));
  }
  const queue = points.filter((_, index) => index % every === 0);
  const faults: string[] = [];
  let disturbed = 0;
  let withFiles = 0;
  const work = async (): Promise<void> => {
    for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
      const { at, moment, name } = point;
      const found = await onSite(program, async (site) => {
        await prepare(site, forced);
        const first = await site.run(
          { DIE_AT: String(at), DIE_WHEN: moment },
          ...(forced ? ['--force'] : []),
        );
        const { found: faultsThere, hadFiles } = await faultsAfter(site, first);
        if (isDisturbed(first)) {
          disturbed += 1;
          if (hadFiles) withFiles += 1;
        }
        return faultsThere;
      });
      faults.push(...found.map((fault) => `${moment} ${name} (${String(at)}): ${fault}`));
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return { faults, disturbed, withFiles };
};
