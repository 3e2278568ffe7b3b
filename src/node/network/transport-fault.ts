import { TransportFailure } from '../../world.js';
import type { ConnectionPhase } from './connection-watch.js';

/** The state of an attempt when it failed. */
export interface AttemptState {
  readonly phase: ConnectionPhase;
  /** Whether the response head was received. */
  readonly headReceived: boolean;
  /** Host and port of the proxy, if there is one. */
  readonly proxy: string | undefined;
  /** The socket's own error: node-fetch keeps neither inner errors nor causes. */
  readonly socketError: unknown;
}

const errorCodes = (error: unknown): readonly string[] => {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(errorCodes);
  if (!(error instanceof Error) || !('code' in error)) return [];
  // Messages may quote a URL or a header; codes cannot.
  return typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code) ? [error.code] : [];
};

/** The codes of an error and its inner errors as ` (CODE, CODE)`, or an empty string. */
export const formatErrorCodes = (error: unknown): string => {
  const codes = [...new Set(errorCodes(error))];
  return codes.length === 0 ? '' : ` (${codes.join(', ')})`;
};

const connectReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name is unknown',
  EAI_AGAIN: 'the name cannot be looked up now',
  ECONNREFUSED: 'the connection is refused',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
};

const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority',
};

const isCertificateCode = (code: string): boolean =>
  code in certificateReasons || /CERT|^CRL_|HOSTNAME/.test(code);
const isTlsCode = (code: string): boolean => code === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(code);

const beforeReady = (code: string, suffix: string, state: AttemptState): TransportFailure => {
  if (state.phase === 'opening') {
    return new TransportFailure('connect', false, `${connectReasons[code] ?? 'no connection'}${suffix}`);
  }
  if (isCertificateCode(code)) {
    return new TransportFailure(
      'tls',
      false,
      `${certificateReasons[code] ?? 'its certificate is not valid'}${suffix}`,
    );
  }
  return state.proxy === undefined
    ? new TransportFailure('tls', false, `the TLS handshake failed${suffix}`)
    : new TransportFailure('proxy', false, `the proxy ${state.proxy} opened no working tunnel${suffix}`);
};

const afterReady = (code: string, suffix: string, headReceived: boolean): TransportFailure => {
  // The parser reports a response that ends too early with this code.
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') {
    const detail =
      code === 'HPE_HEADER_OVERFLOW' ? 'the response head is too large' : 'the response is not HTTP';
    return new TransportFailure('protocol', true, `${detail}${suffix}`);
  }
  if (headReceived) return new TransportFailure('truncated', true, `the response was cut short${suffix}`);
  return isTlsCode(code)
    ? new TransportFailure('tls', true, `the TLS connection failed${suffix}`)
    : new TransportFailure('reset', true, `the connection broke before the response${suffix}`);
};

/** Classifies the error of an attempt that failed without a deadline or an abort. */
export const toTransportFailure = (error: unknown, state: AttemptState): TransportFailure => {
  const parser = errorCodes(error).find((code) => code.startsWith('HPE_'));
  const source = parser === undefined && state.socketError !== undefined ? state.socketError : error;
  const code = errorCodes(source)[0] ?? '';
  const suffix = formatErrorCodes(source);

  if (/^ERR_(INVALID|HTTP_INVALID|UNESCAPED)/.test(code) || error instanceof TypeError) {
    return new TransportFailure(
      'protocol',
      state.phase === 'ready',
      `the request is not valid HTTP${suffix}`,
    );
  }
  return state.phase === 'ready'
    ? afterReady(code, suffix, state.headReceived)
    : beforeReady(code, suffix, state);
};
