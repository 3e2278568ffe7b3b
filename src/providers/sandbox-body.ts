import { isJsonObject } from '../json/value.js';
import type { SandboxResponse, SandboxRequest } from './sandbox-service.js';

/** An answer without the name of its call, which the router adds. */
export type Reply = Omit<SandboxResponse, 'call'>;

/** The object in a JSON body, or why there is none. */
export const objectIn = (
  request: SandboxRequest,
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly fault: 'syntax' | 'no object' } => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
    return isJsonObject(value) ? { fields: value } : { fault: 'no object' };
  } catch {
    return { fault: 'syntax' };
  }
};

/** Whether a request says that its body is JSON. */
export const saysJson = ({ headers }: SandboxRequest): boolean =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/json';

/** Whether a value is an http or https URL. */
export const isHttpUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\/[^\s/?#]/iu.test(value) && URL.canParse(value);
