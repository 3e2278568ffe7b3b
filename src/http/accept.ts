import { AppError } from '../errors.js';
import type { HttpResponse } from '../world.js';
import { isHtml, readJson, type BodyReading } from './answer.js';
import { isMutation, type Call } from './call.js';
import type { ContractViolation } from './contract-failure.js';

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
