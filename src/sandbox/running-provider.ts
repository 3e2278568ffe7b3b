import type { JsonValue } from '../json/value.js';
import type {
  SandboxDelivery,
  SandboxRequest,
  SandboxService,
  SandboxTools,
} from '../providers/sandbox-service.js';
import type { Clock, JsonObject, ServerResponse, Transport } from '../world.js';
import { createAlarm } from './alarm.js';
import { deliver, type DeliveryReport } from './deliver.js';
import { faultOf, type FaultKind } from './faults.js';
import { wireForm } from './request.js';

/** What happened, for the one who watches; never a body or a header. */
export type SandboxEvent =
  | {
      readonly type: 'request';
      readonly provider: string;
      readonly method: string;
      readonly path: string;
      readonly call: string;
      /** Of the answer that was sent, or would have been if the connection had not been broken. */
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
  /** Waits for what happens by itself. */
  readonly sleep: Clock['sleep'];
  readonly signal: AbortSignal;
  readonly report: (event: SandboxEvent) => Promise<void>;
}

/** One provider with a state in memory. What happens there by itself is delivered without being asked for. */
export interface RunningProvider {
  readonly id: string;
  readonly handle: (request: SandboxRequest) => Promise<ServerResponse>;
  /** What the event makes the provider send, signed now; sent by `deliver`, at any time. */
  readonly emit: (event: string) => readonly SandboxDelivery[] | string;
  /** Rejects only with the signal's reason, or with what the report rejects with. */
  readonly deliver: (delivery: SandboxDelivery) => Promise<DeliveryReport>;
  readonly describe: () => JsonValue;
  /** Ends its timer and what is on its way. */
  readonly close: () => Promise<void>;
}

/** Aborted with the given signal and its reason, or by hand. */
const endingWith = (signal: AbortSignal): AbortController => {
  const ending = new AbortController();
  const end = (): void => ending.abort(signal.reason);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true, signal: ending.signal });
  return ending;
};

/** Starts with nothing registered. */
export const runProvider = (setup: ProviderSetup): RunningProvider => {
  const { id, service, tools } = setup;
  let state: JsonObject = {};
  const ending = endingWith(setup.signal);
  const onTheirWay = new Set<Promise<void>>();

  const send = async (delivery: SandboxDelivery): Promise<DeliveryReport> => {
    const report = await deliver(delivery, setup.transport, ending.signal);
    await setup.report({ type: 'delivery', provider: id, ...report });
    return report;
  };
  const sendAll = async (deliveries: readonly SandboxDelivery[]): Promise<void> => {
    try {
      for (const delivery of deliveries) await send(delivery);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
    }
  };

  /** Without a pause between the look at the state and its change: nothing is sent twice. */
  const advance = (): void => {
    const { deliveries, nextAt } = service.advance(state, tools);
    alarm.set(nextAt);
    if (deliveries.length === 0) return;
    const sent = sendAll(deliveries);
    onTheirWay.add(sent);
    void sent.finally(() => onTheirWay.delete(sent));
  };
  const alarm = createAlarm(tools.now, setup.sleep, advance);

  return {
    id,
    async handle(request) {
      advance();
      // On a copy: a call that a fault keeps from being carried out must leave no trace.
      const after = structuredClone(state);
      const answer = service.handle(request, after, tools);
      const kind = setup.faultFor(id, answer.call);
      const fault = kind === undefined ? undefined : faultOf(kind);
      if (fault?.executed !== false) state = after;
      advance();
      const genuine: ServerResponse = { status: answer.status, ...wireForm(answer) };
      const sent = fault?.answer(genuine) ?? genuine;
      const { method, path } = request;
      await setup.report({
        type: 'request',
        provider: id,
        method,
        path,
        call: answer.call,
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
      alarm.end();
      ending.abort(new Error('The sandbox is closed.'));
      await Promise.allSettled(onTheirWay);
    },
  };
};
