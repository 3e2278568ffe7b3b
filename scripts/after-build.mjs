// Writes the root help down beside the bundle, so that asking for it loads nothing.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { rootHelp } = createRequire(import.meta.url)('../dist/cli.cjs');
writeFileSync(new URL('../dist/help.txt', import.meta.url), rootHelp());
