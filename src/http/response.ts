import { AppError } from '../errors.js';
import { scanJson, type JsonFault } from '../json/scan.js';
import type { HttpResponse } from '../world.js';
import { isMutation, type Call } from './call.js';

/** Why a body is not the expected JSON. */
export type BodyFault = 'html' | 'empty' | 'encoding' | JsonFault;

export type BodyResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: BodyFault };

/** How a response with a success status differs from what the provider documents. */
export interface ContractViolation {
  readonly status: number;
  readonly fault: BodyFault | 'shape' | 'status';
  /** Path of the first invalid value, such as `events.0`. */
  readonly at?: string | undefined;
}

export type ParsedResponse<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly violation: ContractViolation };

const maxDepth = 64;

/** The body as text without a byte order mark, or undefined when it is not UTF-8. */
const decodeUtf8 = (body: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
};

/** Whether a response is a web page, such as a login or an error page of a proxy, instead of API data. */
export const isHtml = (response: HttpResponse): boolean => {
  if (/\bx?html\b/i.test(response.headers['content-type'] ?? '')) return true;
  const start = new TextDecoder().decode(response.body.subarray(0, 512));
  return /^\s*<(?:!doctype|html|head|body|!--)/i.test(start);
};

/** Parses a body as strict JSON. Never throws, and never passes on a parser's message, which quotes the body. */
export const readJson = (response: HttpResponse): BodyResult => {
  if (isHtml(response)) return { ok: false, fault: 'html' };
  const text = decodeUtf8(response.body);
  if (text === undefined) return { ok: false, fault: 'encoding' };
  if (text.trim() === '') return { ok: false, fault: 'empty' };
  const fault = scanJson(text, { maxDepth });
  if (fault !== undefined) return { ok: false, fault };
  // The scan accepted the text, so this cannot throw.
  const value: unknown = JSON.parse(text);
  return { ok: true, value };
};

const readBody = (call: Call<unknown>, response: HttpResponse): BodyResult => {
  if (/^application\/json\b/.test(call.accept ?? 'application/json')) {
    const result = readJson(response);
    return !result.ok && result.fault === 'empty' ? { ok: true, value: undefined } : result;
  }
  return isHtml(response) ? { ok: false, fault: 'html' } : { ok: true, value: response.body };
};

/** The path of a schema's first issue. Its message is left out because it may quote values. */
const firstIssuePath = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('issues' in error) || !Array.isArray(error.issues)) return undefined;
  const first: unknown = error.issues[0];
  if (typeof first !== 'object' || first === null || !('path' in first) || !Array.isArray(first.path))
    return undefined;
  const path = first.path.map(String).join('.');
  return /^[\w.-]{1,80}$/.test(path) ? path : undefined;
};

/**
 * Parses a response with a success status using `call.parse`, or says how it violates the contract.
 * Throws the parser's AppError when the call cannot have changed anything.
 */
export const parseResponse = <T>(call: Call<T>, response: HttpResponse): ParsedResponse<T> => {
  const { status } = response;
  const body = readBody(call, response);
  if (!body.ok) return { ok: false, violation: { status, fault: body.fault } };
  try {
    return { ok: true, value: call.parse(body.value, response.body) };
  } catch (error) {
    if (error instanceof AppError && !isMutation(call.effect)) throw error;
    const fault = body.value === undefined ? 'empty' : 'shape';
    return {
      ok: false,
      violation: { status, fault, at: fault === 'shape' ? firstIssuePath(error) : undefined },
    };
  }
};
