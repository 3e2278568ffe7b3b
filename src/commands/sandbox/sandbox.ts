import { AppError, usageError } from '../../errors.js';
import { isAbsent, type ProviderEntry } from '../../providers/contract.js';
import { faultPlan, parseFault } from '../../sandbox/faults.js';
import { startSandbox } from '../../sandbox/server.js';
import type { CommandNode } from '../core/branch.js';
import type { Context } from '../core/context.js';
import { ExitWithCode } from '../core/exit-with-code.js';
import type { AddCommands } from '../core/local-command.js';
import { sandboxPage, usualPort, type Offered } from './sandbox-page.js';
import { eventLine, readyDocument, readyText } from './sandbox-messages.js';

const offeredBy = async (entries: readonly ProviderEntry[]): Promise<readonly Offered[]> => {
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly Offered[]> => {
      const { sandbox } = (await entry.load()).capabilities;
      return isAbsent(sandbox) ? [] : [{ id: entry.id, service: await sandbox[0].load() }];
    }),
  );
  return found.flat();
};

const callsOf = (offered: readonly Offered[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(offered.map(({ id, service }) => [id, service.calls]));

/** Each provider takes a port, from this one on: the last one has to exist too. */
const portOf = (text: unknown, providers: number): number => {
  if (text === undefined) return usualPort;
  const last = 65_536 - Math.max(1, providers);
  const port = typeof text === 'string' && /^\d{1,5}$/u.test(text) ? Number(text) : NaN;
  if (port <= last) return port;
  throw usageError(`--port needs a number from 0 to ${last}. Nothing was started.`, {
    ...(providers > 1 && { hint: `There are ${providers} providers, each on a port of its own.` }),
  });
};

const runSandbox = async (
  context: Context,
  offered: readonly Offered[],
  branch: CommandNode,
): Promise<void> => {
  const options = branch.opts<{ port?: unknown; fault?: readonly string[] }>();
  const port = portOf(options.port, offered.length);
  const calls = callsOf(offered);
  const faults = (options.fault ?? []).map((text) => parseFault(text, calls));
  const { console, world } = context;
  const { clock, random, interruption } = world;
  const { signal } = interruption;
  let stop: (reason: unknown) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  // It may end before anybody waits for it.
  stopped.catch(() => undefined);
  signal.addEventListener('abort', () => stop(signal.reason), { once: true });
  if (signal.aborted) stop(signal.reason);

  const server = await startSandbox({
    providers: offered,
    serve: await world.serve(),
    port,
    faultFor: faultPlan(faults),
    transport: await context.transport(),
    tools: { now: () => clock.now(), random },
    sleep: (ms, until) => clock.sleep(ms, until),
    signal,
    // A reader that went away ends the sandbox, not just the request that could not be told of.
    report: (event) => console.stream({ ...event }, eventLine(event)).catch(stop),
  });
  try {
    await console.stream(readyDocument(offered, server), readyText(offered, server));
    await stopped;
  } catch (error) {
    // A signal is how one stops it: nothing to report.
    if (signal.aborted && error instanceof AppError) throw new ExitWithCode(error.exitCode);
    throw error;
  } finally {
    await server.close();
  }
};

/** `sandbox`: serves the APIs on loopback until a signal. */
export const addSandboxCommand: AddCommands = async (branch, { context, providers }) => {
  const offered = await offeredBy(providers);
  branch.page(() => sandboxPage(offered));
  branch.option('--port <n>');
  branch.option('--fault <fault>', '', (text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    text,
  ]);
  branch.action(() => runSandbox(context(), offered, branch));
};
