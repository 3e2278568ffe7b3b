import type { JsonValue } from '../json/value.js';
import type {
  SandboxDelivery,
  SandboxRequest,
  SandboxService,
  SandboxTools,
} from '../providers/sandbox-service.js';
import type { JsonObject, ServerAnswer, Transport } from '../world.js';
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
  readonly signal: AbortSignal;
  readonly report: (event: SandboxEvent) => Promise<void>;
}

/** One provider with a state in memory. */
export interface RunningProvider {
  readonly id: string;
  readonly handle: (request: SandboxRequest) => Promise<ServerAnswer>;
  /** What the event makes the provider send, signed now; sent by `deliver`, at any time. */
  readonly emit: (event: string) => readonly SandboxDelivery[] | string;
  /** Rejects only with the signal's reason, or with what the report rejects with. */
  readonly deliver: (delivery: SandboxDelivery) => Promise<DeliveryReport>;
  readonly describe: () => JsonValue;
}

/** Starts with nothing registered. */
export const runProvider = (setup: ProviderSetup): RunningProvider => {
  const { id, service, tools } = setup;
  let state: JsonObject = {};
  return {
    id,
    async handle(request) {
      // On a copy: a call that a fault keeps from being carried out must leave no trace.
      const after = structuredClone(state);
      const answer = service.handle(request, after, tools);
      const kind = setup.faultFor(id, answer.call);
      const fault = kind === undefined ? undefined : faultOf(kind);
      if (fault?.executed !== false) state = after;
      const genuine: ServerAnswer = { status: answer.status, ...wireForm(answer) };
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
    emit: (event) => service.emit(event, state, tools),
    async deliver(delivery) {
      const report = await deliver(delivery, setup.transport, setup.signal);
      await setup.report({ type: 'delivery', provider: id, ...report });
      return report;
    },
    describe: () => service.describe(state),
  };
};
