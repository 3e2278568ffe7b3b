import { AppError, usageError } from '../../errors.js';
import { isAbsent, type ProviderEntry } from '../../providers/contract.js';
import { createFaultPlan, parseFault } from '../../sandbox/faults.js';
import { startSandbox } from '../../sandbox/server.js';
import { ExitWithCode, type CommandNode } from '../core/command-node.js';
import type { Context } from '../core/context.js';
import type { AddCommands } from '../core/local-command.js';
import { sandboxPage, defaultPort, type AvailableSandbox } from './page.js';
import { eventLine, readyDocument, readyText } from './messages.js';

const findSandboxes = async (entries: readonly ProviderEntry[]): Promise<readonly AvailableSandbox[]> => {
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly AvailableSandbox[]> => {
      const { sandbox } = (await entry.load()).capabilities;
      return isAbsent(sandbox) ? [] : [{ id: entry.id, service: await sandbox[0].load() }];
    }),
  );
  return found.flat();
};

const callsById = (sandboxes: readonly AvailableSandbox[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(sandboxes.map(({ id, service }) => [id, service.calls]));

/** The first port of a row with one port for each provider. */
const parsePort = (text: unknown, providers: number): number => {
  if (text === undefined) return defaultPort;
  const max = 65_536 - Math.max(1, providers);
  const port = typeof text === 'string' && /^\d{1,5}$/u.test(text) ? Number(text) : NaN;
  if (port <= max) return port;
  throw usageError(`--port must be a number from 0 to ${max}. Nothing was started.`, {
    ...(providers > 1 && { hint: `Each of the ${providers} providers uses its own port.` }),
  });
};

const runSandbox = async (
  context: Context,
  sandboxes: readonly AvailableSandbox[],
  branch: CommandNode,
): Promise<void> => {
  const options = branch.opts<{ port?: unknown; fault?: readonly string[] }>();
  const port = parsePort(options.port, sandboxes.length);
  const calls = callsById(sandboxes);
  const faults = (options.fault ?? []).map((text) => parseFault(text, calls));
  const { console, world } = context;
  const { clock, random, interruption } = world;
  const { signal } = interruption;
  let stop: (reason: unknown) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  // It may reject before it is awaited.
  stopped.catch(() => undefined);
  signal.addEventListener('abort', () => stop(signal.reason), { once: true });
  if (signal.aborted) stop(signal.reason);

  const server = await startSandbox({
    providers: sandboxes,
    serve: await world.serve(),
    port,
    faultFor: createFaultPlan(faults),
    transport: await context.transport(),
    tools: { now: () => clock.now(), random },
    sleep: (ms, until) => clock.sleep(ms, until),
    signal,
    // When stdout is closed the sandbox stops, not only the request that cannot be reported.
    report: (event) => console.stream({ ...event }, eventLine(event)).catch(stop),
  });
  try {
    await console.stream(readyDocument(sandboxes, server), readyText(sandboxes, server));
    await stopped;
  } catch (error) {
    // A signal is the normal way to stop: there is nothing to report.
    if (signal.aborted && error instanceof AppError) throw new ExitWithCode(error.exitCode);
    throw error;
  } finally {
    await server.close();
  }
};

/** `sandbox`: serves the APIs on loopback until a signal. */
export const addSandboxCommand: AddCommands = async (branch, { context, providers }) => {
  const sandboxes = await findSandboxes(providers);
  branch.setHelpPage(() => sandboxPage(sandboxes));
  branch.option('--port <n>');
  branch.option('--fault <fault>', '', (text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    text,
  ]);
  branch.action(() => runSandbox(context(), sandboxes, branch));
};
