import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.js';

const env = {
  WEBHOOK_ADMIN_AMANI_BASE_URL: 'http://127.0.0.1:9',
  WEBHOOK_ADMIN_AMANI_TOKEN: 'Zq7user.Kx93token',
};

const damaged = () => {
  const config = temporaryFolder();
  mkdirSync(path.join(config, 'journal'), { mode: 0o700 });
  const file = path.join(config, 'journal', 'default.amani.json');
  writeFileSync(file, '{"state":', { mode: 0o600 });
  return { file, run: (...args: string[]) => runCli([...args, '--config-dir', config], { env }) };
};

it.each([
  ['token', 'rotate', '--yes'],
  ['token', 'recover'],
])('a damaged record of a rotation stops amani %s %s, and stays as it is', async (...words) => {
  const { file, run } = damaged();
  expect((await run('amani', ...words)).code).toBe(3);
  expect(readFileSync(file, 'utf8')).toBe('{"state":');
});

it('a damaged record of a rotation can be dropped by hand', async () => {
  const { file, run } = damaged();
  expect((await run('amani', 'token', 'recover', '--discard')).code).toBe(2);
  expect(existsSync(file)).toBe(true);
  expect((await run('amani', 'token', 'recover', '--discard', '--yes')).code).toBe(0);
  expect(existsSync(file)).toBe(false);
});
