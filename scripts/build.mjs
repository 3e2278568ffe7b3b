// Builds dist without a list of its files, so that npm ci prints nothing but what is wrong. Then writes the root
// help beside the bundle, so that asking for it loads nothing.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'rolldown';
import config from '../rolldown.config.js';

await build(config);

const { rootHelp } = createRequire(import.meta.url)('../dist/cli.cjs');
writeFileSync(new URL('../dist/help.txt', import.meta.url), rootHelp());
