import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTerminal, type Terminal } from '../../support/terminal.js';

/** Runs a script in a pseudo-terminal; it finds the bundled modules as `modules`. */
export const scriptInTerminal = async (
  modules: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Terminal> => {
  const file = join(modules, 'script.cjs');
  await writeFile(file, `const modules = ${JSON.stringify(modules)};\n${script}`);
  return openTerminal([], { script: file, cwd: modules, env: { TERM: 'xterm-256color', ...env } });
};
