import type { JsonValue } from '../json/value.js';
import type {
  SandboxDelivery,
  SandboxRequest,
  SandboxService,
  SandboxTools,
} from '../providers/sandbox-service.js';
import type { Clock, JsonObject, ServerResponse, Transport } from '../world.js';
import { createTimer } from './timer.js';
import { deliver, type DeliveryReport } from './deliver.js';
import { faultBehavior, type FaultKind } from './faults.js';
import { encodeResponse } from './wire-format.js';

/** A request or a delivery, for the log. Never has a body or a header. */
export type SandboxEvent =
  | {
      readonly type: 'request';
      readonly provider: string;
      readonly method: string;
      readonly path: string;
      readonly call: string;
      /** Of the response, also when a fault broke the connection. */
      readonly status: number;
      readonly fault: FaultKind | null;
    }
  | ({ readonly type: 'delivery'; readonly provider: string } & DeliveryReport);

export interface ProviderSetup {
  readonly id: string;
  readonly service: SandboxService;
  readonly faultFor: (provider: string, call: string) => FaultKind | undefined;
  readonly transport: Transport;
  readonly tools: SandboxTools;
  /** For events that happen over time. */
  readonly sleep: Clock['sleep'];
  readonly signal: AbortSignal;
  readonly report: (event: SandboxEvent) => Promise<void>;
}

/** A provider with its state in memory. Events that happen over time are delivered on their own. */
export interface RunningProvider {
  readonly id: string;
  readonly handle: (request: SandboxRequest) => Promise<ServerResponse>;
  /** Triggers an event. Returns its signed deliveries, for `deliver`, or why there are none. */
  readonly emit: (event: string) => readonly SandboxDelivery[] | string;
  /** Rejects only with the signal's reason, or the rejection of `report`. */
  readonly deliver: (delivery: SandboxDelivery) => Promise<DeliveryReport>;
  readonly describe: () => JsonValue;
  /** Stops the timer and aborts deliveries in progress. */
  readonly close: () => Promise<void>;
}

/** A controller that also aborts with `signal`, for the same reason. */
const linkedController = (signal: AbortSignal): AbortController => {
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true, signal: controller.signal });
  return controller;
};

/** Starts with nothing registered. */
export const runProvider = (setup: ProviderSetup): RunningProvider => {
  const { id, service, tools } = setup;
  let state: JsonObject = {};
  const closing = linkedController(setup.signal);
  const inProgress = new Set<Promise<void>>();

  const send = async (delivery: SandboxDelivery): Promise<DeliveryReport> => {
    const report = await deliver(delivery, setup.transport, closing.signal);
    await setup.report({ type: 'delivery', provider: id, ...report });
    return report;
  };
  const sendAll = async (deliveries: readonly SandboxDelivery[]): Promise<void> => {
    try {
      for (const delivery of deliveries) await send(delivery);
    } catch (error) {
      if (!closing.signal.aborted) throw error;
    }
  };

  /** Synchronous, so that nothing is delivered twice. */
  const advance = (): void => {
    const { deliveries, nextAt } = service.advance(state, tools);
    timer.set(nextAt);
    if (deliveries.length === 0) return;
    const sent = sendAll(deliveries);
    inProgress.add(sent);
    void sent.finally(() => inProgress.delete(sent));
  };
  const timer = createTimer(tools.now, setup.sleep, advance);

  return {
    id,
    async handle(request) {
      advance();
      // On a copy, which is dropped when a fault prevents the call.
      const copy = structuredClone(state);
      const response = service.handle(request, copy, tools);
      const kind = setup.faultFor(id, response.call);
      const fault = kind === undefined ? undefined : faultBehavior(kind);
      if (fault?.executed !== false) state = copy;
      advance();
      const genuine: ServerResponse = { status: response.status, ...encodeResponse(response) };
      const sent = fault?.respond(genuine) ?? genuine;
      const { method, path } = request;
      await setup.report({
        type: 'request',
        provider: id,
        method,
        path,
        call: response.call,
        status: sent.status,
        fault: kind ?? null,
      });
      return sent;
    },
    emit(event) {
      advance();
      const deliveries = service.emit(event, state, tools);
      advance();
      return deliveries;
    },
    deliver: send,
    describe() {
      advance();
      return service.describe(state);
    },
    async close() {
      timer.close();
      closing.abort(new Error('The sandbox is closed.'));
      await Promise.allSettled(inProgress);
    },
  };
};
