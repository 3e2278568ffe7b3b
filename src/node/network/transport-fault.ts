import { TransportFailure } from '../../world.js';
import type { ConnectionPhase } from './connection-watch.js';

/** Where an attempt stood when it broke. */
export interface AttemptState {
  readonly phase: ConnectionPhase;
  /** The head of the answer is here. */
  readonly answered: boolean;
  /** Host and port of the proxy in between. */
  readonly proxy: string | undefined;
  /** What the socket itself said: node-fetch keeps neither inner errors nor causes. */
  readonly socketError: unknown;
}

const codesIn = (error: unknown): readonly string[] => {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(codesIn);
  if (!(error instanceof Error) || !('code' in error)) return [];
  // Messages may quote a URL or a header; codes cannot.
  return typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code) ? [error.code] : [];
};

/** The codes of an error and of those inside it, ` (LIKE_THIS)`, or nothing. */
export const codesOf = (error: unknown): string => {
  const codes = [...new Set(codesIn(error))];
  return codes.length === 0 ? '' : ` (${codes.join(', ')})`;
};

const connectWords: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name is unknown',
  EAI_AGAIN: 'the name cannot be looked up now',
  ECONNREFUSED: 'the connection is refused',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
};

const certificateWords: Readonly<Record<string, string>> = {
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
  code in certificateWords || /CERT|^CRL_|HOSTNAME/.test(code);
const isTlsCode = (code: string): boolean => code === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(code);

const beforeReady = (code: string, suffix: string, standing: AttemptState): TransportFailure => {
  if (standing.phase === 'opening') {
    return new TransportFailure('connect', false, `${connectWords[code] ?? 'no connection'}${suffix}`);
  }
  if (isCertificateCode(code)) {
    return new TransportFailure(
      'tls',
      false,
      `${certificateWords[code] ?? 'its certificate is not valid'}${suffix}`,
    );
  }
  return standing.proxy === undefined
    ? new TransportFailure('tls', false, `the TLS handshake failed${suffix}`)
    : new TransportFailure('proxy', false, `the proxy ${standing.proxy} opened no working tunnel${suffix}`);
};

const afterReady = (code: string, suffix: string, answered: boolean): TransportFailure => {
  // The parser's name for an answer that ends too early is not about its form.
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') {
    const what =
      code === 'HPE_HEADER_OVERFLOW' ? 'the head of the answer is too large' : 'the answer is not HTTP';
    return new TransportFailure('protocol', true, `${what}${suffix}`);
  }
  if (answered) return new TransportFailure('truncated', true, `the answer was cut short${suffix}`);
  return isTlsCode(code)
    ? new TransportFailure('tls', true, `the TLS connection failed${suffix}`)
    : new TransportFailure('reset', true, `the connection broke before the answer${suffix}`);
};

/** Names the fault of an attempt that broke without a deadline or an abort. */
export const transportFault = (error: unknown, standing: AttemptState): TransportFailure => {
  const parser = codesIn(error).find((code) => code.startsWith('HPE_'));
  const source = parser === undefined && standing.socketError !== undefined ? standing.socketError : error;
  const code = codesIn(source)[0] ?? '';
  const suffix = codesOf(source);

  if (/^ERR_(INVALID|HTTP_INVALID|UNESCAPED)/.test(code) || error instanceof TypeError) {
    return new TransportFailure(
      'protocol',
      standing.phase === 'ready',
      `the request cannot be put into HTTP${suffix}`,
    );
  }
  return standing.phase === 'ready'
    ? afterReady(code, suffix, standing.answered)
    : beforeReady(code, suffix, standing);
};
