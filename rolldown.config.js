import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';
import { groups } from './scripts/chunks.js';
import { notice } from './scripts/notice.js';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const standIn = (name) => fileURLToPath(new URL(`scripts/${name}`, import.meta.url));

const withoutStreamPolyfill = {
  name: 'without-stream-polyfill',
  resolveId: (source, importer = '') =>
    source === './streams.cjs' && /node_modules\/fetch-blob\//u.test(importer)
      ? standIn('no-stream-polyfill.js')
      : undefined,
};

export default defineConfig({
  input: { cli: 'src/cli.ts' },
  platform: 'node',
  checks: { bundlerTimings: false },
  transform: { target: 'node20', define: { WEBHOOK_ADMIN_VERSION: JSON.stringify(version) } },
  resolve: {
    // conf loads a schema validator though we give it no schema: 26 ms and 275 KB for nothing.
    // commander loads child_process for commands that are programs of their own: 8 ms, and we start none.
    alias: {
      'ajv/dist/2020.js': standIn('no-schema-validator.js'),
      'ajv-formats': standIn('no-schema-validator.js'),
      semver: standIn('no-migrations.js'),
      'node:child_process': standIn('no-child-process.js'),
    },
  },
  preserveEntrySignatures: 'allow-extension',
  plugins: [withoutStreamPolyfill, notice(fileURLToPath(new URL('NOTICE', import.meta.url)))],
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    minify: { mangle: { keepNames: true }, compress: { keepNames: { function: true, class: true } } },
    codeSplitting: { includeDependenciesRecursively: false, groups },
    cleanDir: true,
  },
});
