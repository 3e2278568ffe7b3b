import { AppError } from '../errors.js';
import type { HttpResponse, TransportFailure } from '../world.js';
import { isMutation } from './call.js';
import {
  afterAttempts,
  baseUrlHint,
  commonDetails,
  hostOf,
  refused,
  unavailable,
  unknownOutcome,
  type FailedCall,
} from './failed-call.js';
import { providerErrorMessage } from './provider-error-message.js';
import { isHtml, type ContractViolation } from './response.js';

/** Why the last attempt of a call was not successful. */
export type FailureCause =
  | { readonly kind: 'transport'; readonly failure: TransportFailure }
  | { readonly kind: 'status'; readonly response: HttpResponse }
  | { readonly kind: 'contract'; readonly violation: ContractViolation };

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const elapsedSeconds = (call: FailedCall): string =>
  `${String(Math.max(1, Math.round(call.elapsedMs / 1_000)))} s`;

/** No complete response came. Only a change whose request was sent has an unknown outcome. */
const transportError = (call: FailedCall, failure: TransportFailure): AppError => {
  const { fault, detail } = failure;
  if (isMutation(call.effect) && failure.sent) return unknownOutcome(call, detail, { cause: failure });
  const host = hostOf(call.origin);
  const after = afterAttempts(call);
  const cause = failure;
  switch (fault) {
    case 'connect':
      return unavailable(call, `Could not reach ${host}: ${detail}${after}`, { cause });
    case 'tls':
      return unavailable(call, `Could not establish a secure connection to ${host}: ${detail}`, {
        hint: 'If a company proxy or a private certificate authority signed its certificate, pass that authority with --ca-file.',
        retryable: false,
        cause,
      });
    case 'proxy':
      return unavailable(call, capitalize(detail), {
        hint: 'The proxy comes from --proxy or HTTPS_PROXY. Hosts in NO_PROXY are called directly.',
        retryable: false,
        cause,
      });
    case 'timeout':
      return unavailable(call, `${host} did not respond within ${elapsedSeconds(call)}${after}`, { cause });
    case 'reset':
      return unavailable(call, `${host} closed the connection before it responded${after}`, { cause });
    case 'truncated':
      return unavailable(call, `The response from ${host} was incomplete${after}`, { cause });
    case 'too-large':
      return refused(call, `The response from ${call.providerName} is too large: ${detail}`, { cause });
    case 'protocol':
      return refused(call, `${host} responded, but not as ${call.providerName} does: ${detail}`, { cause });
  }
};

const describeViolation = ({ fault, status, at }: ContractViolation, expectedFormat: string): string => {
  switch (fault) {
    case 'html':
      return `HTML instead of ${expectedFormat}`;
    case 'empty':
      return `an empty body (${String(status)})`;
    case 'encoding':
      return 'bytes that are not UTF-8 text';
    case 'syntax':
      return 'text that is not JSON';
    case 'duplicate-key':
      return 'JSON with a duplicate key';
    case 'depth':
      return 'JSON that is nested too deeply';
    case 'shape':
      return `JSON with an unexpected shape${at === undefined || at === '' ? '' : `, at ${at}`}`;
    case 'status':
      return `status ${String(status)}, which it does not document`;
  }
};

/** The response violates the contract. A read is `refused`; a change has an unknown outcome. */
const contractError = (call: FailedCall, violation: ContractViolation): AppError => {
  const content = describeViolation(violation, call.expectedFormat);
  const httpStatus = violation.status;
  if (isMutation(call.effect)) return unknownOutcome(call, `it responded with ${content}`, { httpStatus });
  if (violation.fault !== 'html')
    return refused(call, `${call.providerName} responded with ${content}`, { httpStatus });
  return refused(call, `${hostOf(call.origin)} responded, but not as ${call.providerName} does: ${content}`, {
    hint: `A login page or a proxy may be in between. ${baseUrlHint(call)}`,
    httpStatus,
  });
};

/** What a 401 or 403 usually means. A rejected password needs no explanation. */
const authHint = (call: FailedCall, status: number): string | undefined => {
  if (call.effect === 'login') return undefined;
  const defaultHint =
    status === 401 ? 'It may have expired, or belong to another account or environment.' : undefined;
  return call.authFailureHint ?? defaultHint;
};

const authError = (call: FailedCall, status: number, hint: string | undefined): AppError => {
  const credential = call.effect === 'login' ? 'user name or password' : 'credential';
  const what =
    status === 403
      ? `${call.providerName} does not allow this with the credential (403)`
      : `${call.providerName} rejected the ${credential} (401)`;
  const source = call.anonymous ? '' : `, from ${call.redact(call.credentialSource())}`;
  return new AppError('auth', {
    message: `${what}${source}. Nothing changed.`,
    hint: hint ?? authHint(call, status),
    next: `webhook-admin auth login ${call.providerId}`,
    httpStatus: status,
    changed: 'no',
    ...commonDetails(call),
  });
};

/** Origin that a Location header points to. The rest of it is not shown. */
const redirectTarget = (call: FailedCall, location: string | undefined): string => {
  const base = URL.canParse(call.url) ? call.url : 'https://unknown.invalid';
  if (location === undefined || !URL.canParse(location, base)) return 'an invalid address';
  const { origin, protocol } = new URL(location, base);
  if (origin === 'null') return `a ${protocol} address`;
  return origin === new URL(base).origin ? 'another path on the same host' : origin;
};

const redirectError = (call: FailedCall, response: HttpResponse): AppError => {
  const isChange = isMutation(call.effect);
  const target = redirectTarget(call, response.headers['location']);
  const what = `${call.providerName} redirects to ${target} (${String(response.status)}): redirect refused`;
  return refused(call, what, {
    // A server may carry out the request and redirect afterwards.
    ...(isChange && { message: `${what}. It is unknown whether "${call.operation}" was carried out.` }),
    hint: `Redirects are not followed, because they could carry the credential elsewhere. ${baseUrlHint(call)}`,
    httpStatus: response.status,
    changed: isChange ? 'unknown' : 'no',
  });
};

const rateLimitError = (call: FailedCall, response: HttpResponse, hint: string | undefined): AppError => {
  const [seconds] = /^\d{1,9}$/u.exec(response.headers['retry-after']?.trim() ?? '') ?? [];
  return unavailable(call, `${call.providerName} limits the rate of calls (429)${afterAttempts(call)}`, {
    httpStatus: response.status,
    hint: seconds === undefined ? hint : `It asks you to wait ${seconds} s before the next call.`,
  });
};

const clientError = (call: FailedCall, response: HttpResponse): AppError => {
  const { providerName } = call;
  const { status } = response;
  const providerMessage = call.containsPersonalData
    ? undefined
    : providerErrorMessage(response, call.redact, call.sensitiveTexts);
  const because = providerMessage === undefined ? '' : `: ${providerMessage}`;
  const hint = isHtml(response)
    ? `The response is a web page, so the base URL may be wrong. ${baseUrlHint(call)}`
    : undefined;
  const details = { httpStatus: status, hint };

  switch (status) {
    case 401:
    case 403:
      return authError(call, status, hint);
    case 404: {
      // A provider may use a web page for its own 404s, so both hints are shown.
      const hints = [hint, call.notFound?.hint].filter((part) => part !== undefined);
      return refused(call, `${providerName} did not find this (404)${because}`, {
        ...details,
        ...call.notFound,
        hint: hints.length === 0 ? undefined : hints.join(' '),
      });
    }
    case 409:
    case 412:
    case 423:
      return new AppError('conflict', {
        message: `${providerName} reports a conflict (${String(status)})${because}. Nothing changed.`,
        changed: 'no',
        ...commonDetails(call),
        ...details,
      });
    case 429:
      return rateLimitError(call, response, hint);
    case 408:
    case 425:
      return unavailable(call, `${providerName} did not accept the request (${String(status)})`, details);
    default:
      return refused(
        call,
        `${providerName} refused "${call.operation}" (${String(status)})${because}`,
        details,
      );
  }
};

/** The response has a status other than success: 3xx, 4xx or 5xx. */
const statusError = (call: FailedCall, response: HttpResponse): AppError => {
  const { status } = response;
  if (status >= 300 && status < 400) return redirectError(call, response);
  if (status < 500) return clientError(call, response);
  return isMutation(call.effect)
    ? unknownOutcome(call, `it responded with status ${String(status)}`, { httpStatus: status })
    : unavailable(
        call,
        `${hostOf(call.origin)} responded with status ${String(status)}${afterAttempts(call)}`,
        {
          httpStatus: status,
        },
      );
};

const lastAttemptError = (call: FailedCall, cause: FailureCause): AppError => {
  switch (cause.kind) {
    case 'transport':
      return transportError(call, cause.failure);
    case 'status':
      return statusError(call, cause.response);
    case 'contract':
      return contractError(call, cause.violation);
  }
};

/**
 * The AppError of a failed call. It is `partial` with `changed: 'unknown'` when any of the attempts may
 * have changed something.
 */
export const callFailure = (call: FailedCall, cause: FailureCause): AppError => {
  const last = lastAttemptError(call, cause);
  if (!call.outcomeUnknown || last.failure === 'partial') return last;
  return unknownOutcome(call, 'an attempt failed before its response arrived, and so did the next one', {
    httpStatus: last.details.httpStatus,
    cause: last,
  });
};

/** The error of a change that was interrupted after it may have been sent. */
export const interruptedChange = (call: FailedCall, cause: unknown): AppError =>
  unknownOutcome(call, 'the run was interrupted before the response arrived', { cause });
