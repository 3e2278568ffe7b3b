import type { AppError } from '../errors.js';
import type { TransportFailure } from '../world.js';
import { isMutation } from './call.js';
import {
  afterAttempts,
  unknownOutcome,
  placeOf,
  refused,
  unavailable,
  type FailedCall,
} from './failed-call.js';

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
export const faultFailure = (call: FailedCall, failure: TransportFailure): AppError =>
  isMutation(call.effect) && failure.sent
    ? unknownOutcome(call, failure.detail, { cause: failure })
    : nothingChanged(call, failure);
