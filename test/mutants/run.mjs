// Plants each defect of the list in a copy of the checkout, and reports whether the tests notice it.
//   node test/mutants/run.mjs [--only ID]... [--jobs N] [--hinted] [--check]
// --hinted runs only the test files that the list names; --check only checks that each defect matches one place.
// Exits with 1 if a defect survived or could not be tested, with 2 if an option or the list is invalid.
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, runTests, withCopy } from './copy.mjs';
import { mutants } from './list/index.mjs';
import { findPlaces, listTestFiles, plant } from './plant.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: '1' },
    hinted: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

const log = (text) => process.stderr.write(`${text}\n`);
const testFiles = listTestFiles(root);

const selectMutants = () => {
  const unknown = options.only.filter((id) => !mutants.some((mutant) => mutant.id === id));
  if (unknown.length > 0) throw new Error(`Unknown defect: ${unknown.join(', ')}`);
  return mutants.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
};

/** The first failure that the defect causes: in the likely test files, or else in all others. */
const findFailure = (mutant, place) =>
  withCopy(root, async (copy) => {
    plant(copy, mutant, place);
    await build(copy);
    const likely = testFiles.filter((file) => mutant.tests.some((part) => file.includes(part)));
    if (likely.length === 0) log(`${mutant.id}: no test file matches its hints`);
    const others = options.hinted ? [] : testFiles.filter((file) => !likely.includes(file));
    // These are few, so no bail: it would abort other tests, which would then be reported as failed.
    const [first] = await runTests(copy, likely, { bail: false });
    return first ?? (await runTests(copy, others, { bail: true }))[0];
  });

const testMutant = async (mutant, place) => {
  const startedAt = performance.now();
  const elapsedSeconds = () => Math.round((performance.now() - startedAt) / 1000);
  try {
    const failure = await findFailure(mutant, place);
    return { ...mutant, result: failure ? 'caught' : 'SURVIVED', ...failure, seconds: elapsedSeconds() };
  } catch (error) {
    return { ...mutant, result: 'ERROR', test: error.message, seconds: elapsedSeconds() };
  }
};

/** Tests the mutants, `--jobs` at a time. Resolves to their results in the same order. */
const testMutants = async (selected, places) => {
  const results = [];
  const queue = [...selected.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, mutant] = next;
      const result = await testMutant(mutant, places.get(mutant.id));
      results[index] = result;
      log([result.result, `${result.seconds} s`, result.id, result.file ?? '', result.test ?? ''].join('\t'));
    }
  };
  await Promise.all(Array.from({ length: Number(options.jobs) }, worker));
  return results;
};

/** Marks the results that do not count because the test file also fails without any defect. */
const checkWithoutDefects = async (results) => {
  const files = [...new Set(results.flatMap(({ file }) => file ?? []))];
  const failures = await withCopy(root, async (copy) => {
    await build(copy);
    return runTests(copy, files, { bail: false });
  });
  const failing = new Set(failures.map(({ file }) => file));
  return results.map((result) =>
    failing.has(result.file)
      ? { ...result, result: 'ERROR', test: 'this file also fails without the defect' }
      : result,
  );
};

const formatCell = (value) => String(value).split('\n', 1)[0].replaceAll('|', '\\|');
const formatRow = (cells) => `| ${cells.map(formatCell).join(' | ')} |\n`;
const formatTable = (results) =>
  [
    formatRow(['ID', 'Defect', 'Result', 'First failed test file', 'Test', 'Seconds']),
    formatRow(['---', '---', '---', '---', '---', '---:']),
    ...results.map(({ id, defect, result, file = '', test = '', seconds }) =>
      formatRow([id, defect, result, file, test, seconds]),
    ),
  ].join('');

try {
  const selected = selectMutants();
  const places = findPlaces(root, mutants);
  if (!options.check) {
    const results = await checkWithoutDefects(await testMutants(selected, places));
    const caught = results.filter(({ result }) => result === 'caught').length;
    process.stdout.write(`${formatTable(results)}\n${caught} of ${results.length} defects were caught.\n`);
    process.exitCode = caught === results.length ? 0 : 1;
  }
} catch (error) {
  log(error.message);
  process.exitCode = 2;
}
