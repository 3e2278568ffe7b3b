import { BlockList, isIP } from 'node:net';
import { configError } from '../errors.js';

export interface BaseUrl {
  /** Scheme, host in lower case, and the port where it is not the usual one. */
  readonly origin: string;
  /** The origin with the path prefix, without a slash at its end. */
  readonly base: string;
}

/**
 * Whether a host, as the URL parser gives it, is this machine: `localhost`, 127.0.0.0/8, ::1.
 * Names below `localhost` are not, since a resolver may answer anything for them.
 */
export const isLoopbackHost = (hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host.toLowerCase() === 'localhost') return true;
  const family = isIP(host);
  if (family === 0) return false;
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
};

const refuse = (reason: string, hint?: string): never => {
  // The address itself is not shown: it may hold a password.
  throw configError(`The base URL ${reason}. Nothing was sent.`, { hint });
};

const example = 'It looks like https://api.example.com, with a path prefix if the provider has one.';

/**
 * Checks the address of a provider's API. AppError `config` unless it is https (http on
 * loopback) without user info, query, fragment and dot segments, in plain ASCII.
 */
export const checkBaseUrl = (text: string): BaseUrl => {
  // Before the parser, which removes line breaks and turns a backslash into a slash.
  if (text === '') return refuse('is empty', example);
  if (!/^[!-~]+$/.test(text)) {
    return refuse('holds white space, a control character or a character outside ASCII', example);
  }
  const [, scheme = '', authority = '', path = '', rest = ''] =
    /^([a-z]+):\/\/([^/?#\\%]+)([^?#\\]*)(.*)$/i.exec(text) ?? [];
  if (scheme === '' || !URL.canParse(text)) return refuse('is not an absolute https URL', example);
  if (authority.includes('@'))
    return refuse('holds a user name or password', 'Log in with auth login instead.');
  if (rest.startsWith('\\')) return refuse('holds a backslash', example);
  if (rest !== '') return refuse('has a query or a fragment', example);

  const url = new URL(text);
  const prefix = path.replace(/\/$/, '');
  if (url.pathname.replace(/\/$/, '') !== prefix || path.includes('//') || path.includes('%')) {
    return refuse('has a path with dot segments, doubled slashes or percent signs', example);
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    return refuse('does not begin with https://', 'Plain http is accepted for this machine only.');
  }
  return { origin: url.origin, base: url.origin + prefix };
};
