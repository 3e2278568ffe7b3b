import { AppError } from '../errors.js';
import { scanJson } from '../json/scan.js';
import type { HttpResponse } from '../world.js';
import { isMutation, type Call } from './call.js';

/** Why a body is not the JSON that was agreed on. */
export type BodyFault = 'html' | 'empty' | 'encoding' | 'syntax' | 'duplicate-key' | 'depth';

export type BodyReading =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: BodyFault };

const maxDepth = 64;

/** UTF-8 text without its byte order mark, or undefined for other bytes. */
const textOf = (body: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
};

/** True for a page of a login, a proxy or a web server instead of an answer of the API. */
export const isHtml = (answer: HttpResponse): boolean => {
  if (/\bx?html\b/i.test(answer.headers['content-type'] ?? '')) return true;
  const start = new TextDecoder().decode(answer.body.subarray(0, 512));
  return /^\s*<(?:!doctype|html|head|body|!--)/i.test(start);
};

/** Reads a body as strict JSON. Never throws, and never repeats a parser's words, which quote the body. */
export const readJson = (answer: HttpResponse): BodyReading => {
  if (isHtml(answer)) return { ok: false, fault: 'html' };
  const text = textOf(answer.body);
  if (text === undefined) return { ok: false, fault: 'encoding' };
  if (text.trim() === '') return { ok: false, fault: 'empty' };
  const fault = scanJson(text, { maxDepth });
  if (fault !== undefined) return { ok: false, fault };
  // The scan accepted the text, so this cannot throw.
  const value: unknown = JSON.parse(text);
  return { ok: true, value };
};

/** Why an answer that claims success is not what the provider documents. */
export interface ContractViolation {
  readonly status: number;
  readonly fault: BodyFault | 'shape' | 'status';
  /** Where the shape is wrong, such as `events.0`. */
  readonly at?: string | undefined;
}

export type Acceptance<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly breach: ContractViolation };

const wantsJson = (call: Call<unknown>): boolean =>
  /^application\/json\b/.test(call.accept ?? 'application/json');

const bodyOf = (call: Call<unknown>, answer: HttpResponse): BodyReading => {
  if (wantsJson(call)) {
    const reading = readJson(answer);
    return !reading.ok && reading.fault === 'empty' ? { ok: true, value: undefined } : reading;
  }
  return isHtml(answer) ? { ok: false, fault: 'html' } : { ok: true, value: answer.body };
};

/** Where a schema says the first fault is; its messages are left out, they may quote values. */
const placeIn = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('issues' in error) || !Array.isArray(error.issues)) return undefined;
  const first: unknown = error.issues[0];
  if (typeof first !== 'object' || first === null || !('path' in first) || !Array.isArray(first.path))
    return undefined;
  const place = first.path.map(String).join('.');
  return /^[\w.-]{1,80}$/.test(place) ? place : undefined;
};

/**
 * Reads a success answer with the call's own parser, or says how it breaks the contract.
 * An AppError of the parser of a call that changes nothing is its own business and passes.
 */
export const acceptResponse = <T>(call: Call<T>, answer: HttpResponse): Acceptance<T> => {
  const { status } = answer;
  const body = bodyOf(call, answer);
  if (!body.ok) return { ok: false, breach: { status, fault: body.fault } };
  try {
    return { ok: true, value: call.parse(body.value, answer.body) };
  } catch (error) {
    if (error instanceof AppError && !isMutation(call.effect)) throw error;
    const fault = body.value === undefined ? 'empty' : 'shape';
    return { ok: false, breach: { status, fault, at: fault === 'shape' ? placeIn(error) : undefined } };
  }
};
