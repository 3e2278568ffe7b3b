import { AppError, type FailureDetails } from '../errors.js';
import type { HttpResponse, TransportFailure } from '../world.js';
import { isMutation } from './call.js';
import {
  addressInUse,
  afterAttempts,
  identify,
  placeOf,
  refused,
  unavailable,
  unknownOutcome,
  type FailedCall,
} from './failed-call.js';
import { providerErrorMessage } from './provider-error-message.js';
import { isHtml, type ContractViolation } from './response.js';

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const withinSeconds = (call: FailedCall): string =>
  `${String(Math.max(1, Math.round(call.elapsedMs / 1_000)))} s`;

const nothingChanged = (call: FailedCall, failure: TransportFailure): AppError => {
  const place = placeOf(call.origin);
  const after = afterAttempts(call);
  const cause = failure;
  switch (failure.fault) {
    case 'connect':
      return unavailable(call, `${place} cannot be reached: ${failure.detail}${after}`, { cause });
    case 'tls':
      return unavailable(call, `There is no secure connection to ${place}: ${failure.detail}`, {
        hint: 'Where a company proxy or a private authority signs its certificate, name that authority with --ca-file.',
        retryable: false,
        cause,
      });
    case 'proxy':
      return unavailable(call, sentence(failure.detail), {
        hint: 'The proxy comes from --proxy or HTTPS_PROXY; hosts in NO_PROXY are called without it.',
        retryable: false,
        cause,
      });
    case 'timeout':
      return unavailable(call, `${place} did not answer within ${withinSeconds(call)}${after}`, { cause });
    case 'reset':
      return unavailable(call, `${place} broke the connection before it answered${after}`, { cause });
    case 'truncated':
      return unavailable(call, `The answer of ${place} was cut short${after}`, { cause });
    case 'too-large':
      return refused(call, `${call.providerName} answered more than it should: ${failure.detail}`, { cause });
    case 'protocol':
      return refused(
        call,
        `Something answered at ${place}, but not as ${call.providerName} does: ${failure.detail}`,
        {
          cause,
        },
      );
  }
};

/** The failure of a call that got no whole answer. Only a change whose bytes left is in doubt. */
const faultFailure = (call: FailedCall, failure: TransportFailure): AppError =>
  isMutation(call.effect) && failure.sent
    ? unknownOutcome(call, failure.detail, { cause: failure })
    : nothingChanged(call, failure);

const breachWords = ({ fault, status, at }: ContractViolation, wanted: string): string => {
  switch (fault) {
    case 'html':
      return `HTML instead of ${wanted}`;
    case 'empty':
      return `an empty answer (${String(status)})`;
    case 'encoding':
      return 'bytes that are not UTF-8 text';
    case 'syntax':
      return 'text that is not JSON';
    case 'duplicate-key':
      return 'JSON that names a key twice';
    case 'depth':
      return 'JSON that is nested too deeply';
    case 'shape':
      return `JSON of another shape${at === undefined || at === '' ? '' : `, at ${at}`}`;
    case 'status':
      return `status ${String(status)}, which it does not document`;
  }
};

/** The failure of an answer that is not the contract: a read is refused, a change is in doubt. */
const contractFailure = (call: FailedCall, breach: ContractViolation): AppError => {
  const words = breachWords(breach, call.wanted);
  const httpStatus = breach.status;
  if (isMutation(call.effect)) return unknownOutcome(call, `it answered ${words}`, { httpStatus });
  if (breach.fault !== 'html') return refused(call, `${call.providerName} answered ${words}`, { httpStatus });
  return refused(
    call,
    `Something answered at ${placeOf(call.origin)}, but not ${call.providerName}: ${words}`,
    {
      hint: `A login page or proxy may stand in between. ${addressInUse(call)}`,
      httpStatus,
    },
  );
};

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
const statusFailure = (call: FailedCall, answer: HttpResponse): AppError => {
  const { status } = answer;
  if (status >= 300 && status < 400) return redirectFailure(call, answer);
  if (status < 500) return clientFailure(call, answer);
  return isMutation(call.effect)
    ? unknownOutcome(call, `it answered ${String(status)}`, { httpStatus: status })
    : unavailable(call, `${placeOf(call.origin)} answered ${String(status)}${afterAttempts(call)}`, {
        httpStatus: status,
      });
};

/** How the last attempt of a call ended. */
export type Ending =
  | { readonly kind: 'fault'; readonly failure: TransportFailure }
  | { readonly kind: 'status'; readonly answer: HttpResponse }
  | { readonly kind: 'breach'; readonly breach: ContractViolation };

const failureOfLast = (call: FailedCall, ending: Ending): AppError => {
  switch (ending.kind) {
    case 'fault':
      return faultFailure(call, ending.failure);
    case 'status':
      return statusFailure(call, ending.answer);
    case 'breach':
      return contractFailure(call, ending.breach);
  }
};

/**
 * The AppError of a call that ended without an accepted answer. It says `partial` and
 * `unknown` as soon as any attempt may have changed something.
 */
export const failureOf = (call: FailedCall, ending: Ending): AppError => {
  const last = failureOfLast(call, ending);
  if (!call.outcomeUnknown || last.failure === 'partial') return last;
  return unknownOutcome(call, 'an attempt broke before its answer, and the next one failed', {
    httpStatus: last.details.httpStatus,
    cause: last,
  });
};

/** The failure of a change that was interrupted after it may have left: no longer a plain interruption. */
export const interruptedChange = (call: FailedCall, cause: unknown): AppError =>
  unknownOutcome(call, 'the run was interrupted before the answer', { cause });
