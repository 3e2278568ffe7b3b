import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { binary, runCli, temporaryFolder } from '../support/run-cli.js';

describe('a program that cannot start', () => {
  it('says that it is not built yet', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'bin'));
    cpSync(binary, path.join(folder, 'bin/webhook-admin.cjs'));
    const run = spawnSync(process.execPath, [path.join(folder, 'bin/webhook-admin.cjs'), 'amani', 'events'], {
      encoding: 'utf8',
    });
    expect(run.status).toBe(3);
    expect(run.stderr).toBe('error: webhook-admin is not built yet. Nothing was sent. Run: npm run build\n');
  });

  it('shows no stack for an error that escapes everything, and no message that may quote input', async () => {
    const folder = temporaryFolder();
    const preload = path.join(folder, 'throw-later.cjs');
    writeFileSync(preload, "setImmediate(() => { throw new RangeError('secret-in-a-message'); });\n");
    const run = await runCli(['sandbox', '--port', '0'], { nodeOptions: ['--require', preload] });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('This is a bug in webhook-admin, not your mistake: RangeError.');
    expect(run.stderr).not.toMatch(/secret-in-a-message|\n\s+at /u);
  });
});
