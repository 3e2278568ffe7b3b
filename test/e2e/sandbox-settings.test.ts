import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.js';

describe('a setting of the sandbox', () => {
  it('counts there and nowhere else, and nothing that was set elsewhere or by a variable counts there', async () => {
    const home = temporaryFolder();
    const run = (args: string) =>
      runCli(args.split(' '), {
        home,
        env: { WEBHOOK_ADMIN_CONFIG_DIR: `${home}/settings`, WEBHOOK_ADMIN_KEYCLIC_API: 'none' },
      });
    const list = 'keyclic webhooks list --json';
    expect((await run(`${list} --sandbox`)).code).toBe(7);
    expect((await run('config set keyclic.api legacy --sandbox')).code).toBe(0);
    const listed = await run(`${list} --sandbox`);
    expect({ code: listed.code, stdout: listed.stdout }).toEqual({ code: 0, stdout: '[]\n' });
    expect((await run(list)).code).toBe(7);

    expect((await run('config set emptor.mappingMethod PUT')).code).toBe(0);
    const mapping = 'emptor mapping set --url https://hooks.example.com/emptor --dry-run --json';
    const methodOf = async (args: string): Promise<unknown> =>
      (JSON.parse((await run(args)).stdout) as { requests: { method: string }[] }).requests[0]?.method;
    expect(await methodOf(`${mapping} --sandbox`)).toBe('POST');
  });
});
