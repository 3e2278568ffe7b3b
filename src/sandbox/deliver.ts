import { isLoopbackHost } from '../http/base-url.js';
import type { SandboxDelivery } from '../providers/sandbox-service.js';
import { TransportFailure, type Transport } from '../world.js';

/** What became of a delivery: the receiver's status, or why there is none. */
export interface DeliveryReport {
  readonly event: string;
  readonly url: string;
  readonly status: number | null;
  /** Such as `connect` or `timeout`; `elsewhere` for what is not sent; null when an answer came. */
  readonly fault: string | null;
}

const deadlines = { connectMs: 5_000, firstByteMs: 10_000, idleMs: 10_000, totalMs: 15_000 };
const maxBytes = 1024 * 1024;

/** Whether a delivery stays on this machine; the sandbox sends nothing anywhere else. */
export const staysHere = ({ url }: SandboxDelivery): boolean =>
  URL.canParse(url) && isLoopbackHost(new URL(url).hostname);

/**
 * Sends one delivery, once, and to this machine only. An unreachable receiver is part of the report.
 * Rejects only with the signal's reason.
 */
export const deliver = async (
  delivery: SandboxDelivery,
  transport: Transport,
  signal: AbortSignal,
): Promise<DeliveryReport> => {
  const { event, url, headers, body } = delivery;
  if (!staysHere(delivery)) return { event, url, status: null, fault: 'elsewhere' };
  try {
    const answer = await transport({ method: 'POST', url, headers, body, deadlines, maxBytes, signal });
    return { event, url, status: answer.status, fault: null };
  } catch (error) {
    if (error instanceof TransportFailure) return { event, url, status: null, fault: error.fault };
    throw error;
  }
};
