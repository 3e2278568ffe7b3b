import { isJsonObject, type JsonValue } from '../json/value.js';
import type { SandboxRequest } from '../providers/sandbox-service.js';
import { isLoopback } from '../text/loopback.js';
import type { ServerResponse } from '../world.js';
import { isLocalDelivery, type DeliveryReport } from './deliver.js';
import type { RunningProvider } from './running-provider.js';

const prefix = '/_sandbox/';

/** Whether a request is for the sandbox itself, not for a provider's API. */
export const isControl = ({ path }: SandboxRequest): boolean => path.startsWith(prefix);

const respond = (status: number, value: JsonValue): ServerResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const errorResponse = (status: number, detail: string): ServerResponse => respond(status, { detail });

/** Web pages in a browser can reach local ports: they send an Origin, or a Host that is not loopback. */
const isFromBrowser = ({ headers }: SandboxRequest): boolean => {
  const host = headers['host'] ?? '';
  const address = `http://${host}`;
  return 'origin' in headers || !URL.canParse(address) || !isLoopback(new URL(address));
};

const parseEvent = (body: Uint8Array): { readonly provider: string; readonly event: string } | undefined => {
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
  const wanted = parseEvent(request.body);
  if (wanted === undefined)
    return errorResponse(400, 'The body must be JSON with the strings "provider" and "event".');
  const provider = running.find(({ id }) => id === wanted.provider);
  if (provider === undefined) {
    return errorResponse(404, `Unknown provider. Providers: ${running.map(({ id }) => id).join(', ')}.`);
  }
  const deliveries = provider.emit(wanted.event);
  if (typeof deliveries === 'string') return errorResponse(409, deliveries);
  if (!deliveries.every(isLocalDelivery)) {
    return errorResponse(
      409,
      'The sandbox delivers to this machine only, and the registered URL is on another one.',
    );
  }
  const reports: DeliveryReport[] = [];
  for (const delivery of deliveries) reports.push(await provider.deliver(delivery));
  return respond(200, { deliveries: reports.map((report) => ({ ...report })) });
};

/** `POST /_sandbox/emit` and `GET /_sandbox/state`. Rejects requests from web pages with 403. */
export const handleControl = async (
  request: SandboxRequest,
  running: readonly RunningProvider[],
): Promise<ServerResponse> => {
  if (isFromBrowser(request))
    return errorResponse(403, 'The sandbox does not accept requests from web pages.');
  switch (`${request.method} ${request.path.slice(prefix.length)}`) {
    case 'POST emit':
      return emit(request, running);
    case 'GET state':
      return respond(200, Object.fromEntries(running.map(({ id, describe }) => [id, describe()])));
    default:
      return errorResponse(404, 'Not found. Use POST /_sandbox/emit or GET /_sandbox/state.');
  }
};
