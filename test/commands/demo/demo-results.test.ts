import { describe, expect, it } from 'vitest';
import { main } from '../../../src/main.js';
import type { ProviderEntry } from '../../../src/providers/contract.js';
import type { SandboxService } from '../../../src/providers/sandbox-service.js';
import { timedService } from '../../sandbox/timed-service.js';
import { acmeEntry } from '../../support/acme.js';
import { fakeWorld } from '../../support/fake-world.js';
import { matching } from '../../support/matchers.js';
import { slowEntry } from '../../support/slow-provider.js';

const runDemo = async (
  args: readonly string[] = [],
  providers: readonly ProviderEntry[] = [acmeEntry, slowEntry()],
) => {
  const fake = fakeWorld();
  const exitCode = await main(['demo', ...args], fake.world, providers);
  return { ...fake, exitCode, output: fake.stdout() };
};

const stepsOf = (output: string): readonly Record<string, unknown>[] =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the results scenario of demo', () => {
  it('creates, receives the notice, saves it, follows it and lists the files, in this order', async () => {
    const { exitCode, output, stderr } = await runDemo(['--json']);
    expect({ exitCode, stderr: stderr() }).toEqual({ exitCode: 0, stderr: '' });
    const steps = stepsOf(output).filter(({ type }) => type !== 'note');
    const url = matching(/^http:\/\/127\.0\.0\.1:\d+\/slow\/results\?our-reference=1$/u);
    const body = '{"Job":"one","Status":2}';
    expect(steps).toEqual([
      {
        type: 'command',
        command: matching(
          /^webhook-admin slow job create --body job\.json --to 'http:\/\/127\.0\.0\.1:\d+\/slow\/results\?our-reference=1' --yes$/u,
        ),
        exitCode: 0,
        document: { name: 'one' },
      },
      {
        type: 'notice',
        provider: 'slow',
        event: 'done',
        url,
        status: 200,
        fault: null,
        verdict: { genuine: false, reason: 'no-secret' },
        document: JSON.parse(body) as unknown,
      },
      { type: 'saved', path: 'delivery.json', bytes: body.length },
      {
        type: 'command',
        command: 'webhook-admin slow job follow delivery.json',
        exitCode: 0,
        document: { done: 1 },
      },
      { type: 'files', files: [{ path: 'job-one/result.txt', bytes: 6 }] },
      { type: 'end', next: 'webhook-admin init' },
    ]);
  });

  it('says that the notice cannot be verified, and shows files with their sizes', async () => {
    const { output } = await runDemo();
    expect(output).toMatch(/^ {2}Body {7}\{"Job":"one","Status":2\}$/mu);
    expect(output).toMatch(/^ {2}Unsigned {3}it cannot be verified, so the results are fetched from Slow$/mu);
    expect(output).toMatch(/^ {2}job-one\/result\.txt {2}6 bytes$/mu);
    expect(output).toContain('job.json');
  });

  it('leaves no server, store, file or temporary folder', async () => {
    const { network, folders, files, temporaryFolders } = await runDemo();
    expect({
      open: network.openPorts(),
      folders: folders(),
      files: [...files.keys()],
      temporary: temporaryFolders(),
    }).toEqual({ open: [], folders: [], files: [], temporary: [] });
  });

  it('runs alone when no provider has a secret to rotate', async () => {
    const { exitCode, output } = await runDemo([], [slowEntry()]);
    expect({ exitCode, rotates: output.includes('token rotate') }).toEqual({ exitCode: 0, rotates: false });
    expect(output).toMatch(/^The API of Slow and a receiver run on this machine/u);
  });

  it('reports a notice that is not JSON without a document, and escapes control characters', async () => {
    const advance: SandboxService['advance'] = (state, tools) => {
      const { deliveries, nextAt } = timedService.advance(state, tools);
      return { nextAt, deliveries: deliveries.map((delivery) => ({ ...delivery, body: '\u001b[31mone' })) };
    };
    const json = await runDemo(['--json'], [slowEntry({ advance })]);
    expect(stepsOf(json.output).find(({ type }) => type === 'notice')).toMatchObject({ document: null });
    const shown = await runDemo([], [slowEntry({ advance })]);
    expect(shown.output).toContain(String.raw`Body       \u{1b}[31mone`);
    expect(shown.output).not.toContain('\u001b');
  });

  it('is skipped when no sandbox has something to follow', async () => {
    expect((await runDemo([], [slowEntry({ resultsDemo: undefined })])).exitCode).toBe(7);
  });

  it('ends with the exit code of a command that fails', async () => {
    const { handle } = timedService;
    const failing = slowEntry({
      handle: (request, state, tools) =>
        request.method === 'GET'
          ? { status: 404, json: {}, call: 'jobs.get' }
          : handle(request, state, tools),
    });
    const { exitCode, network, output, temporaryFolders } = await runDemo([], [failing]);
    expect({ exitCode, open: network.openPorts(), temporary: temporaryFolders() }).toEqual({
      exitCode: 6,
      open: [],
      temporary: [],
    });
    expect(output).not.toContain('The files of the results');
  });

  it('fails after a time limit when nothing completes', async () => {
    const never = slowEntry({ advance: () => ({ deliveries: [], nextAt: undefined }) });
    const { exitCode, network } = await runDemo([], [never]);
    expect({ exitCode, open: network.openPorts() }).toEqual({ exitCode: 1, open: [] });
  });

  it('stops at an interrupt while it waits, and leaves nothing', async () => {
    const fake = fakeWorld();
    const { clock } = fake.world;
    const slept: number[] = [];
    const never = slowEntry({ advance: () => ({ deliveries: [], nextAt: undefined }) });
    const world = {
      ...fake.world,
      clock: {
        ...clock,
        sleep: (ms: number, signal: AbortSignal) => {
          slept.push(ms);
          fake.interrupt();
          return signal.aborted ? Promise.reject(signal.reason as Error) : clock.sleep(ms, signal);
        },
      },
    };
    expect(await main(['demo'], world, [never])).toBe(130);
    expect({
      slept: slept.length,
      open: fake.network.openPorts(),
      temporary: fake.temporaryFolders(),
    }).toEqual({ slept: 1, open: [], temporary: [] });
  });
});
