// Runs a list of command lines in a fresh home folder, each with what the ones before it left there.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { outputOf, runProgram, startProgram, workFolder } from './run-program.mjs';
import { startScriptedApi } from './scripted-api.mjs';
import { createShapes } from './shapes.mjs';

/** The three ways a command is asked to print. */
export const forms = { json: ['--json'], piped: [], quiet: ['--quiet'] };

/** Splits at spaces; quotes hold a word together. */
const wordsOf = (line) =>
  (line.match(/'[^']*'|\S+/g) ?? []).map((word) => (word.startsWith("'") ? word.slice(1, -1) : word));

/** Replaces `{name}`. */
const fillIn = (text, values) => text.replace(/\{([\w.]+)\}/g, (all, name) => values[name] ?? all);

const variableFor = (provider, key) =>
  `WEBHOOK_ADMIN_${provider}_${key.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase();

const firstLine = (child) =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('close', () => reject(new Error(`The sandbox did not start: ${text}`)));
  });

/** Starts `sandbox`; gives its addresses and credentials as variables, and by name. */
const startSandbox = async (build, faults, home) => {
  const argv = ['sandbox', '--port', '0', '--json', ...faults.flatMap((fault) => ['--fault', fault])];
  const child = startProgram(build, argv, { home });
  const ended = outputOf(child);
  const { urls, credentials, logins } = JSON.parse(await firstLine(child));
  const env = {};
  const values = {};
  for (const [provider, url] of Object.entries(urls)) {
    env[variableFor(provider, 'baseUrl')] = values[`${provider}.url`] = url;
    for (const [key, value] of Object.entries(credentials[provider])) {
      env[variableFor(provider, key)] = values[`${provider}.${key}`] = value;
    }
    for (const [key, value] of Object.entries(logins[provider] ?? {})) values[`${provider}.${key}`] = value;
  }
  /** Resolves with all that it printed; a second time does nothing. */
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { env, values, stop };
};

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    return entry.isDirectory() ? [at, ...filesBelow(at)] : [at];
  });

/** Files and folders with their modes, and what is in the files, but for the state that the sandbox keeps for itself. */
const recordFiles = (home, shapes) => {
  const record = new Map();
  for (const at of filesBelow(home)) {
    const name = shapes.mask(path.relative(home, at));
    const stat = statSync(at);
    record.set(name, `mode ${(stat.mode & 0o777).toString(8)}`);
    if (stat.isFile() && path.basename(at) !== 'sandbox.json')
      shapes.output(readFileSync(at, 'utf8'), name, record);
  }
  return record;
};

/** One step, as text or with what it reads and saves. */
const stepOf = (step) => (typeof step === 'string' ? { run: step } : step);

const recordRun = ({ code, stdout, stderr }, form, shapes) => {
  const record = new Map([['exit code', String(code)]]);
  shapes.output(stdout, 'stdout', record);
  // Without --json it holds sentences alone.
  if (form === 'json') shapes.output(stderr, 'stderr', record);
  else record.set('stderr', stderr === '' ? 'empty' : 'text');
  return record;
};

/** What the sandbox printed. Calls in flight together arrive in any order. */
const recordServed = (served, shapes) => {
  const [ready, ...events] = served.stdout.trimEnd().split('\n');
  const stdout = [ready, ...events.map(shapes.mask).sort()].join('\n');
  return recordRun({ ...served, stdout }, 'json', shapes);
};

const placeFiles = (home, files, values) => {
  mkdirSync(workFolder(home));
  for (const [name, text] of Object.entries(files)) {
    const at = path.join(workFolder(home), name);
    writeFileSync(at, fillIn(text, values));
    chmodSync(at, 0o600);
  }
};

/** Runs a scenario in one build and one form; gives a record for each step, by its command line. */
export const runScenario = async ({ build, form, scenario, files, rename }) => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'compare-builds-'));
  const shapes = createShapes({ home, rename });
  const records = [];
  const add = (where, record) => records.push({ where, record });
  let [sandbox, api] = [];
  try {
    if (scenario.serve !== undefined)
      sandbox = await startSandbox(build, scenario.serve, path.join(home, 'server'));
    if (scenario.answers !== undefined) api = await startScriptedApi(scenario.answers);
    const values = { ...sandbox?.values, api: api?.url };
    placeFiles(home, files, values);
    const env = {};
    const variables = scenario.bare === true ? scenario.env : { ...sandbox?.env, ...scenario.env };
    for (const [name, text] of Object.entries(variables ?? {})) env[name] = fillIn(text, values);
    for (const step of scenario.steps.map(stepOf)) {
      const argv = [...wordsOf(step.run).map((word) => fillIn(word, values)), ...forms[form]];
      const result = await runProgram(build, argv, { home, env, stdin: fillIn(step.stdin ?? '', values) });
      for (const [name, pattern] of Object.entries(step.save ?? {})) {
        values[name] = pattern.exec(result.stdout)?.[1] ?? `no-${name}`;
      }
      add([step.run, ...forms[form]].join(' '), recordRun(result, form, shapes));
    }
    const served = await sandbox?.stop();
    if (served !== undefined) add(`calls of "${scenario.name}" (${form})`, recordServed(served, shapes));
    if (api !== undefined)
      add(`calls of "${scenario.name}" (${form})`, new Map(Object.entries(api.requests)));
    add(`files after "${scenario.name}" (${form})`, recordFiles(home, shapes));
  } catch (error) {
    add(`"${scenario.name}" (${form})`, new Map([['could not be run', error.message]]));
  } finally {
    await sandbox?.stop();
    await api?.stop();
    rmSync(home, { recursive: true, force: true });
  }
  return records;
};

/** What differs between the records of the two builds. */
export const compareRecords = (old, next) => {
  const differences = [];
  for (let i = 0; i < Math.max(old.length, next.length); i += 1) {
    const where = (old[i] ?? next[i]).where;
    const group = /^(?:files after|calls of) /.test(where) ? 'files and calls' : 'runs';
    const [before, after] = [old[i]?.record ?? new Map(), next[i]?.record ?? new Map()];
    // A run that ends in another way prints something else: how it ends says it all.
    const endsAlike = before.get('exit code') === after.get('exit code');
    for (const key of endsAlike ? new Set([...before.keys(), ...after.keys()]) : ['exit code']) {
      const [was, is] = [before.get(key) ?? '(nothing)', after.get(key) ?? '(nothing)'];
      if (was !== is) differences.push({ group, where, what: `${key}: ${was} → ${is}` });
    }
  }
  return differences;
};
