import type { SandboxDelivery } from '../providers/sandbox-service.js';
import { isLoopback } from '../text/loopback.js';
import { TransportFailure, type Transport } from '../world.js';

/** The result of a delivery: the receiver's status, or why there is none. */
export interface DeliveryReport {
  readonly event: string;
  readonly url: string;
  readonly status: number | null;
  /** Such as `connect` or `timeout`; `elsewhere` when it was not sent; null when there is a response. */
  readonly fault: string | null;
}

const deadlines = { connectMs: 5_000, firstByteMs: 10_000, idleMs: 10_000, totalMs: 15_000 };
const maxBytes = 1024 * 1024;

/** Whether a delivery goes to this machine. The sandbox sends no others. */
export const isLocalDelivery = ({ url }: SandboxDelivery): boolean =>
  URL.canParse(url) && isLoopback(new URL(url));

/**
 * Sends a delivery once, to this machine only. An unreachable receiver is reported, not thrown. Rejects
 * only with the signal's reason.
 */
export const deliver = async (
  delivery: SandboxDelivery,
  transport: Transport,
  signal: AbortSignal,
): Promise<DeliveryReport> => {
  const { event, url, headers, body } = delivery;
  if (!isLocalDelivery(delivery)) return { event, url, status: null, fault: 'elsewhere' };
  try {
    const response = await transport({ method: 'POST', url, headers, body, deadlines, maxBytes, signal });
    return { event, url, status: response.status, fault: null };
  } catch (error) {
    if (error instanceof TransportFailure) return { event, url, status: null, fault: error.fault };
    throw error;
  }
};
