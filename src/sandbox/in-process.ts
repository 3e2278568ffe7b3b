import { isJsonObject } from '../json/value.js';
import type {
  SandboxResponse,
  SandboxRequest,
  SandboxService,
  SandboxTools,
} from '../providers/sandbox-service.js';
import { TransportFailure, type JsonObject, type Stores, type Transport } from '../world.js';
import { sandboxRequest, wireForm } from './request.js';

/** What follows the origin, be it `http://host:1` or the logical `sandbox:name`. */
const targetOf = (url: string): string => /^[a-z][a-z0-9+.-]*:(?:\/\/)?[^/?#]*(.*)$/isu.exec(url)?.[1] ?? '/';

const stateIn = (document: JsonObject, providerId: string): JsonObject => {
  const state = Object.hasOwn(document, providerId) ? document[providerId] : undefined;
  return isJsonObject(state) ? state : {};
};

/**
 * Answers on a copy of the state first, so that what changes nothing writes nothing, in a dry run too.
 * Time passes between two commands, so what has happened by itself since then is settled before the
 * answer, and kept. What it would deliver is not sent: no command waits for it.
 */
const answerFrom = async (
  service: SandboxService,
  stores: Stores,
  providerId: string,
  tools: SandboxTools,
  request: SandboxRequest,
): Promise<SandboxResponse> => {
  const copy = structuredClone(stateIn(stores.read('sandbox'), providerId));
  const before = JSON.stringify(copy);
  service.advance(copy, tools);
  const tried = service.handle(request, copy, tools);
  if (JSON.stringify(copy) === before) return tried;
  return stores.update((open) => {
    const document = open('sandbox');
    const state = stateIn(document, providerId);
    service.advance(state, tools);
    const answer = service.handle(request, state, tools);
    document[providerId] = state;
    return answer;
  });
};

/**
 * A transport that ends in a provider's sandbox, in this process. The provider's state is kept in
 * the document `sandbox` under its id. Rejects with the signal's reason, with TransportFailure
 * `too-large` past `maxBytes`, and with what the stores reject with.
 */
export const inProcessTransport =
  (service: SandboxService, stores: Stores, providerId: string, tools: SandboxTools): Transport =>
  async ({ method, url, headers, body, maxBytes, signal }) => {
    signal.throwIfAborted();
    const request = sandboxRequest({ method, target: targetOf(url), headers, body });
    const answer = await answerFrom(service, stores, providerId, tools, request);
    const wire = wireForm(answer);
    const bytes = typeof wire.body === 'string' ? new TextEncoder().encode(wire.body) : wire.body;
    if (bytes.length > maxBytes) {
      throw new TransportFailure('too-large', true, `more than ${maxBytes} bytes came`);
    }
    return { status: answer.status, headers: wire.headers, body: bytes };
  };
