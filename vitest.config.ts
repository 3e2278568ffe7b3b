import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const tests = 'test/**/*.test.ts';
const long = 'test/long/**';
/** Tests that put something else in a module's place. A module that is loaded already would not notice. */
const mocked = 'test/**/*.mocked.test.ts';

export default defineConfig({
  define: { WEBHOOK_ADMIN_VERSION: JSON.stringify(version) },
  test: {
    globalSetup: 'test/support/program-copy.ts',
    testTimeout: 30_000,
    // Most tests compute; those that wait for a process or a timer leave their core to another worker.
    maxWorkers: 3,
    reporters: ['default', ['json', { outputFile: '.test-report.json' }]],
    projects: [
      { extends: true, test: { name: 'mocked', include: [mocked], isolate: true } },
      {
        extends: true,
        // No module keeps state, so that files can share a worker: it saves loading everything for each of them.
        test: { name: 'shared', include: [tests], exclude: [long, mocked], isolate: false },
      },
    ],
  },
});
