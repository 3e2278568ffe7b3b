import { isLoopbackHost } from '../http/base-url.js';
import { isJsonObject, type JsonValue } from '../json/value.js';
import type { SandboxRequest } from '../providers/sandbox-service.js';
import type { ServerResponse } from '../world.js';
import { staysHere, type DeliveryReport } from './deliver.js';
import type { RunningProvider } from './running-provider.js';

const prefix = '/_sandbox/';

/** Whether a request is for the sandbox itself, and not for the API that it plays. */
export const isControl = ({ path }: SandboxRequest): boolean => path.startsWith(prefix);

const answer = (status: number, value: JsonValue): ServerResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const refuse = (status: number, detail: string): ServerResponse => answer(status, { detail });

/** A page in a browser can reach this machine's ports; it says so by its origin, or asks for a name of its own. */
const comesFromAPage = ({ headers }: SandboxRequest): boolean => {
  const host = headers['host'] ?? '';
  const address = `http://${host}`;
  return 'origin' in headers || !URL.canParse(address) || !isLoopbackHost(new URL(address).hostname);
};

const textFields = (body: Uint8Array): { readonly provider: string; readonly event: string } | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (!isJsonObject(value)) return undefined;
    const { provider, event } = value;
    return typeof provider === 'string' && typeof event === 'string' ? { provider, event } : undefined;
  } catch {
    return undefined;
  }
};

const emit = async (
  request: SandboxRequest,
  running: readonly RunningProvider[],
): Promise<ServerResponse> => {
  const wanted = textFields(request.body);
  if (wanted === undefined)
    return refuse(400, 'The body must be JSON with the texts "provider" and "event".');
  const provider = running.find(({ id }) => id === wanted.provider);
  if (provider === undefined) {
    return refuse(404, `There is no such provider here. There is ${running.map(({ id }) => id).join(', ')}.`);
  }
  const deliveries = provider.emit(wanted.event);
  if (typeof deliveries === 'string') return refuse(409, deliveries);
  if (!deliveries.every(staysHere)) {
    return refuse(409, 'The sandbox delivers to this machine only, and the registered URL is elsewhere.');
  }
  const reports: DeliveryReport[] = [];
  for (const delivery of deliveries) reports.push(await provider.deliver(delivery));
  return answer(200, { deliveries: reports.map((report) => ({ ...report })) });
};

/** `POST /_sandbox/emit` and `GET /_sandbox/state`; refuses what a web page may have sent. */
export const handleControl = async (
  request: SandboxRequest,
  running: readonly RunningProvider[],
): Promise<ServerResponse> => {
  if (comesFromAPage(request)) return refuse(403, 'The sandbox is not for web pages.');
  switch (`${request.method} ${request.path.slice(prefix.length)}`) {
    case 'POST emit':
      return emit(request, running);
    case 'GET state':
      return answer(200, Object.fromEntries(running.map(({ id, describe }) => [id, describe()])));
    default:
      return refuse(404, 'There is POST /_sandbox/emit and GET /_sandbox/state.');
  }
};
