import { AppError, type FailureDetails } from '../errors.js';
import type { HttpResponse } from '../world.js';
import { isHtml } from './answer.js';
import { isMutation } from './call.js';
import {
  addressInUse,
  afterAttempts,
  unknownOutcome,
  identify,
  placeOf,
  refused,
  unavailable,
  type FailedCall,
} from './failed-call.js';
import { providerErrorMessage } from './provider-words.js';

const addressHint = (call: FailedCall): string =>
  `A web page answered, not the API: the base URL may be wrong. ${addressInUse(call)}`;

/** Why a credential may be refused; a refused password explains itself. */
const refusalHint = (call: FailedCall, status: number): string | undefined => {
  if (call.effect === 'login') return undefined;
  const usual =
    status === 401 ? 'It may have expired, or belong to another account or environment.' : undefined;
  return call.authFailureHint ?? usual;
};

const credentialFailure = (call: FailedCall, status: number, hint: string | undefined): AppError => {
  const isLogin = call.effect === 'login';
  const what =
    status === 403
      ? `${call.providerName} does not allow this with the credential (403)`
      : `${call.providerName} refuses the ${isLogin ? 'user name or the password' : 'credential'} (401)`;
  const source = call.anonymous ? '' : `, from ${call.redact(call.credentialSource())}`;
  return new AppError('auth', {
    message: `${what}${source}. Nothing changed.`,
    hint: hint ?? refusalHint(call, status),
    next: `webhook-admin auth login ${call.providerId}`,
    httpStatus: status,
    changed: 'no',
    ...identify(call),
  });
};

/** Scheme, host and port that a Location points at; nothing else of it is shown. */
const redirectTarget = (call: FailedCall, location: string | undefined): string => {
  const base = URL.canParse(call.url) ? call.url : 'https://unknown.invalid';
  if (location === undefined || !URL.canParse(location, base)) return 'an address that is none';
  const { origin, protocol } = new URL(location, base);
  if (origin === 'null') return `a ${protocol} address`;
  return origin === new URL(base).origin ? 'another path of itself' : origin;
};

const redirectFailure = (call: FailedCall, answer: HttpResponse): AppError => {
  const change = isMutation(call.effect);
  const target = redirectTarget(call, answer.headers['location']);
  const what = `${call.providerName} redirects to ${target} (${String(answer.status)}): redirect refused`;
  return refused(call, what, {
    // A server may act first and redirect afterwards.
    ...(change && { message: `${what}. It is unknown whether "${call.operation}" was carried out.` }),
    hint: `Redirects are not followed, since they could carry the credential elsewhere. ${addressInUse(call)}`,
    httpStatus: answer.status,
    changed: change ? 'unknown' : 'no',
  });
};

const conflict = (call: FailedCall, what: string, details: Partial<FailureDetails>): AppError =>
  new AppError('conflict', {
    message: `${what}. Nothing changed.`,
    changed: 'no',
    ...identify(call),
    ...details,
  });

const clientFailure = (call: FailedCall, answer: HttpResponse): AppError => {
  const { status } = answer;
  const words = call.containsPersonalData
    ? undefined
    : providerErrorMessage(answer, call.redact, call.sensitiveTexts);
  const because = words === undefined ? '' : `: ${words}`;
  const hint = isHtml(answer) ? addressHint(call) : undefined;
  const details = { httpStatus: status, hint };

  if (status === 401 || status === 403) return credentialFailure(call, status, hint);
  if (status === 404) {
    // A page may be the provider's own way to say it, so what a 404 means here stands beside the address.
    const hints = [hint, call.notFound?.hint].filter((part) => part !== undefined);
    return refused(call, `${call.providerName} does not find this (404)${because}`, {
      ...details,
      ...call.notFound,
      hint: hints.length === 0 ? undefined : hints.join(' '),
    });
  }
  if (status === 409 || status === 412 || status === 423) {
    return conflict(call, `${call.providerName} reports a conflict (${String(status)})${because}`, details);
  }
  if (status === 429) {
    const [seconds] = /^\d{1,9}$/u.exec(answer.headers['retry-after']?.trim() ?? '') ?? [];
    return unavailable(
      call,
      `${call.providerName} limits the number of calls (429)${afterAttempts(call)}`,
      seconds === undefined
        ? details
        : { ...details, hint: `It asks to wait ${seconds} s before the next call.` },
    );
  }
  if (status === 408 || status === 425) {
    return unavailable(call, `${call.providerName} did not take the request (${String(status)})`, details);
  }
  return refused(
    call,
    `${call.providerName} refuses "${call.operation}" (${String(status)})${because}`,
    details,
  );
};

/** The failure of an answer whose status is no success: 3xx, 4xx or 5xx. */
export const statusFailure = (call: FailedCall, answer: HttpResponse): AppError => {
  const { status } = answer;
  if (status >= 300 && status < 400) return redirectFailure(call, answer);
  if (status < 500) return clientFailure(call, answer);
  return isMutation(call.effect)
    ? unknownOutcome(call, `it answered ${String(status)}`, { httpStatus: status })
    : unavailable(call, `${placeOf(call.origin)} answered ${String(status)}${afterAttempts(call)}`, {
        httpStatus: status,
      });
};
