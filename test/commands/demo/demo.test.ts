import { describe, expect, it } from 'vitest';
import { main } from '../../../src/main.js';
import type { ProviderEntry } from '../../../src/providers/contract.js';
import { registry } from '../../../src/providers/registry.js';
import { fakeWorld, type FakeWorldOptions } from '../../support/fake-world.js';
import { anyList } from '../../support/matchers.js';
import { slowEntry } from '../../support/slow-provider.js';

/** The first provider has a secret to rotate, but nothing to follow. */
const secretOnly = registry.slice(0, 1);

const runDemo = async (
  args: readonly string[] = [],
  options: FakeWorldOptions = {},
  providers: readonly ProviderEntry[] = secretOnly,
) => {
  const fake = fakeWorld(options);
  const exitCode = await main(['demo', ...args], fake.world, providers);
  return { ...fake, exitCode, output: fake.stdout() };
};

const stepsOf = (output: string): readonly Record<string, unknown>[] =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the secret scenario of demo', () => {
  it('prints the commands that it runs, and ends with the next one to run', async () => {
    const { exitCode, output } = await runDemo();
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /^\$ webhook-admin \w+ create --url http:\/\/127\.0\.0\.1:\d+\/\w+ --event \w+$/mu,
    );
    expect(output).toMatch(/^\$ webhook-admin \w+ token rotate --yes$/mu);
    expect(output.trimEnd()).toMatch(/webhook-admin init$/u);
  });

  it('delivers and verifies before and after the rotation, and with the previous secret in between', async () => {
    const { exitCode, output, stderr } = await runDemo(['--json']);
    expect({ exitCode, stderr: stderr() }).toEqual({ exitCode: 0, stderr: '' });
    const steps = stepsOf(output);
    const genuine = { genuine: true, form: 'raw' };
    expect(steps.filter(({ type }) => type === 'delivery')).toMatchObject([
      { status: 200, verdict: { ...genuine, slot: 'current' } },
      { status: 401, verdict: { genuine: false } },
      { status: 200, verdict: { ...genuine, slot: 'previous' } },
      { status: 200, verdict: { ...genuine, slot: 'current' } },
    ]);
    expect(steps.filter(({ type }) => type === 'command')).toMatchObject([
      { exitCode: 0, document: anyList },
      { exitCode: 0, document: { signature: true } },
      { exitCode: 0, document: { rotated: true, stored: true } },
    ]);
    const [first, , late, last] = steps.filter(({ type }) => type === 'delivery');
    expect(late?.['fingerprint']).toBe(first?.['fingerprint']);
    expect(last?.['fingerprint']).not.toBe(first?.['fingerprint']);
    expect(steps.at(-1)).toEqual({ type: 'end', next: 'webhook-admin init' });
  });

  it('rejects a delivery that was changed', async () => {
    const { output } = await runDemo();
    expect(output).toMatch(/^ {2}Verified {3}not genuine: mismatch$/mu);
    expect(output).toMatch(/^ {2}Verified {3}genuine: .* with the previous secret \([0-9a-f]{8}\)$/mu);
  });
});

describe('demo', () => {
  it('runs both scenarios, each with the first provider that supports it', async () => {
    const { exitCode, output } = await runDemo(['--json'], {}, [...secretOnly, slowEntry()]);
    const types = stepsOf(output).flatMap(({ type }) => (type === 'note' ? [] : [type]));
    expect({ exitCode, types }).toEqual({
      exitCode: 0,
      types: [
        ...['command', 'command', 'delivery', 'delivery', 'command', 'delivery', 'delivery'],
        ...['command', 'notice', 'saved', 'command', 'files', 'end'],
      ],
    });
  });

  it('leaves no server or temporary folder, opens no store of the user and asks nothing', async () => {
    const { network, folders, questions, temporaryFolders } = await runDemo([], { terminal: true });
    expect(network.openPorts()).toEqual([]);
    expect(temporaryFolders()).toEqual([]);
    expect(folders()).toEqual([]);
    expect(questions).toEqual([]);
  });

  it('ignores the settings of the user', async () => {
    const env = {
      WEBHOOK_ADMIN_AMANI_TOKEN: 'canary-of-the-user',
      WEBHOOK_ADMIN_AMANI_BASE_URL: 'https://eu.amani.example',
      WEBHOOK_ADMIN_AMANI_WEBHOOK_SECRET: 'canary-secret-of-the-user',
      WEBHOOK_ADMIN_PROFILE: 'production',
    };
    const { exitCode, output } = await runDemo(['--json'], { env });
    expect(exitCode).toBe(0);
    expect(stepsOf(output).filter(({ type }) => type === 'delivery')).toHaveLength(4);
    expect(output).not.toContain('canary');
  });

  it('never prints a secret', async () => {
    const { output, stderr } = await runDemo(['--debug']);
    expect(stderr()).toContain('PATCH');
    expect(output + stderr()).not.toMatch(/[A-Za-z0-9_-]{40,}/u);
  });

  it('stops at an interrupt, closes its servers and ends with 130', async () => {
    const fake = fakeWorld();
    fake.interrupt();
    expect(await main(['demo'], fake.world, registry)).toBe(130);
    expect(fake.network.openPorts()).toEqual([]);
    expect(fake.temporaryFolders()).toEqual([]);
  });

  it('exits with 7 when no provider supports it', async () => {
    const fake = fakeWorld();
    expect(await main(['demo'], fake.world, [])).toBe(7);
  });
});
