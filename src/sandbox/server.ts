import type { RunningServer, Serve, ServerResponse, ServerRequest } from '../world.js';
import { handleControl, isControl } from './control.js';
import { toSandboxRequest } from './wire-format.js';
import { runProvider, type ProviderSetup, type RunningProvider } from './running-provider.js';

export interface SandboxServerOptions extends Omit<ProviderSetup, 'id' | 'service'> {
  readonly providers: readonly Pick<ProviderSetup, 'id' | 'service'>[];
  readonly serve: Serve;
  /** Of the first provider; the others get the following ports. 0: any free ports. */
  readonly port: number;
}

export interface SandboxServer {
  readonly port: number;
  /** Base URL of each provider by its id. */
  readonly urls: Readonly<Record<string, string>>;
  readonly running: readonly RunningProvider[];
  readonly close: () => Promise<void>;
}

const closeAll = async (servers: readonly Pick<RunningServer, 'close'>[]): Promise<void> => {
  await Promise.all(servers.map((server) => server.close()));
};

/**
 * Serves each provider on loopback at the root of its own port, so that paths are as documented.
 * `/_sandbox/…` is on every port. Rejects with AppError `config` when a port is taken, and leaves nothing
 * open then.
 */
export const startSandbox = async (options: SandboxServerOptions): Promise<SandboxServer> => {
  const running = options.providers.map((provider) => runProvider({ ...options, ...provider }));
  const servers: RunningServer[] = [];
  const handlerFor =
    (provider: RunningProvider) =>
    async (received: ServerRequest): Promise<ServerResponse> => {
      const request = toSandboxRequest(received);
      return isControl(request) ? handleControl(request, running) : provider.handle(request);
    };
  try {
    for (const [index, provider] of running.entries()) {
      const port = options.port === 0 ? 0 : options.port + index;
      servers.push(await options.serve(port, handlerFor(provider)));
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
