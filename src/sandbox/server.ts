import type { RunningServer, Serve, ServerResponse, ServerRequest } from '../world.js';
import { handleControl, isControl } from './control.js';
import { sandboxRequest } from './request.js';
import { runProvider, type ProviderSetup, type RunningProvider } from './running-provider.js';

export interface SandboxServerOptions extends Omit<ProviderSetup, 'id' | 'service'> {
  readonly providers: readonly Pick<ProviderSetup, 'id' | 'service'>[];
  readonly serve: Serve;
  /** Of the first provider; the others take the next ones. 0: each a free one. */
  readonly port: number;
}

export interface SandboxServer {
  readonly port: number;
  /** Base URL of each provider by its id. */
  readonly urls: Readonly<Record<string, string>>;
  readonly running: readonly RunningProvider[];
  readonly close: () => Promise<void>;
}

const closeAll = async (open: readonly Pick<RunningServer, 'close'>[]): Promise<void> => {
  await Promise.all(open.map((one) => one.close()));
};

/**
 * Serves the providers on loopback, each at the root of its own port, so that the documented paths
 * are exact. `/_sandbox/…` is on every port. Rejects with AppError `config` when a port is taken;
 * nothing stays open then.
 */
export const startSandbox = async (options: SandboxServerOptions): Promise<SandboxServer> => {
  const running = options.providers.map((provider) => runProvider({ ...options, ...provider }));
  const servers: RunningServer[] = [];
  const answerFor =
    (provider: RunningProvider) =>
    async (received: ServerRequest): Promise<ServerResponse> => {
      const request = sandboxRequest(received);
      return isControl(request) ? handleControl(request, running) : provider.handle(request);
    };
  try {
    for (const [index, provider] of running.entries()) {
      const port = options.port === 0 ? 0 : options.port + index;
      servers.push(await options.serve(port, answerFor(provider)));
    }
  } catch (error) {
    await closeAll([...running, ...servers]);
    throw error;
  }
  return {
    port: servers[0]?.port ?? options.port,
    urls: Object.fromEntries(running.map(({ id }, index) => [id, servers[index]?.url ?? ''])),
    running,
    close: () => closeAll([...running, ...servers]),
  };
};
