import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** What takes minutes: many processes, many rounds. One file after the other, so that they do not starve each other. */
export default defineConfig({
  define: { WEBHOOK_ADMIN_VERSION: JSON.stringify(version) },
  test: {
    globalSetup: 'test/support/program-copy.ts',
    include: ['test/long/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    reporters: ['default', ['json', { outputFile: '.test-report-long.json' }]],
  },
});
