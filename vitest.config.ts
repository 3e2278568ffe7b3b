import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export default defineConfig({
  define: { WEBHOOK_ADMIN_VERSION: JSON.stringify(version) },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**'],
    testTimeout: 30_000,
    // Most tests wait for child processes, so one worker a core would leave cores idle.
    maxWorkers: 3,
    // No module keeps state, so that files can share a worker: it saves loading everything for each of them.
    isolate: false,
    reporters: ['default', ['json', { outputFile: '.test-report.json' }]],
  },
});
