import { configError } from '../../src/errors.js';
import { TransportFailure, type Serve, type ServerRequest, type Transport } from '../../src/world.js';

type Handle = Parameters<Serve>[1];

const answerTo = async (handle: Handle, request: ServerRequest): ReturnType<Transport> => {
  const { status, headers = {}, body = '', fault } = await handle(request);
  if (fault === 'none') throw new TransportFailure('reset', true, 'the connection broke');
  if (fault === 'half') throw new TransportFailure('truncated', true, 'the body was cut short');
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
};

/** Servers and a transport that reaches them, without a socket. Delays do not take time. */
export const fakeNetwork = () => {
  const handlers = new Map<number, Handle>();
  let free = 50_000;
  const serve: Serve = (wanted, handle) => {
    const port = wanted === 0 ? (free += 1) : wanted;
    if (handlers.has(port)) return Promise.reject(configError(`Port ${String(port)} is taken.`));
    handlers.set(port, handle);
    return Promise.resolve({
      port,
      url: `http://127.0.0.1:${String(port)}`,
      close: () => {
        handlers.delete(port);
        return Promise.resolve();
      },
    });
  };
  const transport: Transport = async ({ method, url, headers, body = '', signal }) => {
    signal.throwIfAborted();
    const { host, port, pathname, search } = new URL(url);
    const handle = handlers.get(Number(port));
    if (handle === undefined) throw new TransportFailure('connect', false, 'nothing listens there');
    const lower = Object.entries(headers).map(([name, value]): [string, string] => [
      name.toLowerCase(),
      value,
    ]);
    return answerTo(handle, {
      method,
      target: pathname + search,
      headers: { host, ...Object.fromEntries(lower) },
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    });
  };
  return { serve, transport, openPorts: (): readonly number[] => [...handlers.keys()] };
};
