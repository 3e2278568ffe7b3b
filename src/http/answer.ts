import { scanJson } from '../json/scan.js';
import type { HttpResponse } from '../world.js';

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
