// Compares two builds from outside: node scripts/compare-builds.mjs OLD_CHECKOUT NEW_CHECKOUT [NAME]
//
// The command tree as the help pages show it, then several hundred command lines with their exit codes, documents,
// files and requests. Sentences are not compared. With NAME, only the scenarios whose name contains it are run.
// Exits with 1 when something differs that is not listed here.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { files, scenarios } from './compare-builds/cases.mjs';
import { comparePages, countOptions, readHelpPages } from './compare-builds/help-pages.mjs';
import { compareRecords, forms, runScenario } from './compare-builds/scenarios.mjs';

/** Values that were renamed on purpose: either name counts as the new one, wherever it is shown. */
const intendedRenames = new Map([['invites a person', 'invite']]);

/**
 * Intended differences: each pattern matches `WHERE: WHAT` as it is printed. The prose of help pages may change;
 * their commands, options and exit codes are compared separately.
 */
const intendedDifferences = [/^(?:help\b.*|.*--help(?: --json)?): stdout line \d+: /u];

const workers = 2;
const shownPlaces = 4;

const [oldBuild, newBuild] = process.argv.slice(2, 4).map((folder) => path.resolve(folder));
const wanted = process.argv[4] ?? '';
if (newBuild === undefined) {
  process.stderr.write('Usage: node scripts/compare-builds.mjs OLD_CHECKOUT NEW_CHECKOUT [NAME]\n');
  process.exit(2);
}

/** Results in the order of the tasks. */
const runAll = async (tasks) => {
  const results = [];
  const queue = tasks.map((task, i) => async () => (results[i] = await task()));
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next();
  };
  await Promise.all(Array.from({ length: workers }, work));
  return results;
};

const readPages = async (build) => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'compare-builds-'));
  try {
    return await readHelpPages(build, home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const rename = (text) => intendedRenames.get(text) ?? text;
const builds = [oldBuild, newBuild];
const cases = scenarios
  .filter(({ name }) => name.includes(wanted))
  .flatMap((scenario) => (scenario.forms ?? Object.keys(forms)).map((form) => ({ scenario, form })));

const [oldPages, newPages, ...records] = await runAll([
  ...builds.map((build) => () => readPages(build)),
  ...cases.flatMap(({ scenario, form }) =>
    builds.map((build) => () => runScenario({ build, form, scenario, files, rename })),
  ),
]);

const found = [
  ...comparePages(oldPages, newPages),
  ...cases.flatMap((_, i) => compareRecords(records[2 * i], records[2 * i + 1])),
];
const isIntended = ({ where, what }) =>
  intendedDifferences.some((pattern) => pattern.test(`${where}: ${what}`));
const differences = found.filter((difference) => !isIntended(difference));

/** The same difference once, with the places where it was found. */
for (const group of new Set(differences.map((difference) => difference.group))) {
  process.stdout.write(`\n${group}\n`);
  const places = new Map();
  for (const { where, what } of differences.filter((difference) => difference.group === group)) {
    places.set(what, [...(places.get(what) ?? []), where]);
  }
  for (const [what, all] of places) {
    const more = all.length > shownPlaces ? [`and ${all.length - shownPlaces} more`] : [];
    process.stdout.write(
      `  ${what}\n${[...all.slice(0, shownPlaces), ...more].map((where) => `      ${where}\n`).join('')}`,
    );
  }
}

const runs = cases.reduce((sum, { scenario }) => sum + scenario.steps.length, 0);
const intended = found.length - differences.length;
process.stdout.write(
  `${oldPages.size} help pages, ${countOptions(oldPages)} options, ${runs} runs compared: ${differences.length} differences, ${intended} intended\n`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
