// Finds the place of a defect in the sources, and plants the defect.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A defect to plant: one small change of the source that some test must notice.
 *
 * @typedef {object} Mutant
 * @property {string} id Unique name.
 * @property {string} defect What is wrong once it is planted.
 * @property {string} find Text that occurs exactly once in the sources, or in `file`.
 * @property {string} replace The text that replaces it.
 * @property {string} [file] End of a path. Defaults to all files in `src` and `bin`.
 * @property {readonly string[]} tests Parts of paths of the test files that are likely to notice.
 */

const listFiles = (root, folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));

/** The test files that `npm test` runs, relative to `root`. */
export const listTestFiles = (root) =>
  listFiles(root, 'test').filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/long/'));

const readSources = (root) => {
  const files = [...listFiles(root, 'src'), ...listFiles(root, 'bin')];
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
};

/** The file of each mutant, by id. Throws an error that lists every mutant that does not match exactly one place. */
export const findPlaces = (root, mutants) => {
  const sources = readSources(root);
  const places = new Map();
  const problems = [];
  for (const { id, find, replace, file } of mutants) {
    const matches = [...sources].flatMap(([name, text]) =>
      file === undefined || name.endsWith(`/${file}`) ? text.split(find).slice(1).fill(name) : [],
    );
    if (places.has(id)) problems.push(`${id}: the id is not unique`);
    if (find === replace) problems.push(`${id}: changes nothing`);
    if (matches.length !== 1) {
      const searched = file ?? 'src and bin';
      problems.push(`${id}: ${matches.length} matches in ${searched} ${[...new Set(matches)].join(' ')}`);
    }
    places.set(id, matches[0]);
  }
  if (problems.length > 0)
    throw new Error(
      `The "find" of a planted defect must match one place. Update test/mutants/list:\n${problems.join('\n')}`,
    );
  return places;
};

/** Changes the file `place` below `root`. */
export const plant = (root, mutant, place) => {
  const file = path.join(root, place);
  const text = readFileSync(file, 'utf8');
  // A function, so that `$` in the replacement has no special meaning.
  writeFileSync(
    file,
    text.replace(mutant.find, () => mutant.replace),
  );
};
