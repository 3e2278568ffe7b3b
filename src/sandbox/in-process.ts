import { isJsonObject } from '../json/value.js';
import type {
  SandboxResponse,
  SandboxRequest,
  SandboxService,
  SandboxTools,
} from '../providers/sandbox-service.js';
import { TransportFailure, type JsonObject, type Stores, type Transport } from '../world.js';
import { toSandboxRequest, encodeResponse } from './wire-format.js';

/** Path and query of a URL, whose origin may be `http://host:1` or the logical `sandbox:name`. */
const targetOf = (url: string): string => /^[a-z][a-z0-9+.-]*:(?:\/\/)?[^/?#]*(.*)$/isu.exec(url)?.[1] ?? '/';

const stateIn = (document: JsonObject, providerId: string): JsonObject => {
  const state = Object.hasOwn(document, providerId) ? document[providerId] : undefined;
  return isJsonObject(state) ? state : {};
};

/**
 * Handles the request on a copy of the state first, so that nothing is written unless the state changes,
 * also in a dry run. The time since the last command is applied before. Its deliveries are not sent: no
 * command waits for them.
 */
const handleRequest = async (
  service: SandboxService,
  stores: Stores,
  providerId: string,
  tools: SandboxTools,
  request: SandboxRequest,
): Promise<SandboxResponse> => {
  const copy = structuredClone(stateIn(stores.read('sandbox'), providerId));
  const before = JSON.stringify(copy);
  service.advance(copy, tools);
  const response = service.handle(request, copy, tools);
  if (JSON.stringify(copy) === before) return response;
  return stores.update((open) => {
    const document = open('sandbox');
    const state = stateIn(document, providerId);
    service.advance(state, tools);
    const committed = service.handle(request, state, tools);
    document[providerId] = state;
    return committed;
  });
};

/**
 * A transport to a provider's sandbox in this process. The provider's state is in the document
 * `sandbox` under its id. Rejects with the signal's reason, with TransportFailure
 * `too-large` past `maxBytes`, and with what the stores reject with.
 */
export const inProcessTransport =
  (service: SandboxService, stores: Stores, providerId: string, tools: SandboxTools): Transport =>
  async ({ method, url, headers, body, maxBytes, signal }) => {
    signal.throwIfAborted();
    const request = toSandboxRequest({ method, target: targetOf(url), headers, body });
    const response = await handleRequest(service, stores, providerId, tools, request);
    const wire = encodeResponse(response);
    const bytes = typeof wire.body === 'string' ? new TextEncoder().encode(wire.body) : wire.body;
    if (bytes.length > maxBytes) {
      throw new TransportFailure('too-large', true, `more than ${maxBytes} bytes came`);
    }
    return { status: response.status, headers: wire.headers, body: bytes };
  };
