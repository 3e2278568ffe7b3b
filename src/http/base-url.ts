import { configError } from '../errors.js';
import { isLoopback } from '../text/loopback.js';

export interface BaseUrl {
  /** Scheme, host in lower case, and the port unless it is the default one. */
  readonly origin: string;
  /** The origin with the path prefix, without a trailing slash. */
  readonly base: string;
}

const refuse = (reason: string, hint?: string): never => {
  // The URL itself is not shown, because it may contain a password.
  throw configError(`The base URL ${reason}. Nothing was sent.`, { hint });
};

const example = 'It looks like https://api.example.com, with a path prefix if the provider uses one.';

/**
 * Checks the base URL of a provider's API. Throws AppError `config` unless it is an ASCII https URL (http for
 * loopback) without user info, query, fragment, and dot segments.
 */
export const checkBaseUrl = (text: string): BaseUrl => {
  // Checked in the text, because the URL parser removes line breaks and turns a backslash into a slash.
  if (text === '') return refuse('is empty', example);
  if (!/^[!-~]+$/.test(text)) {
    return refuse('contains white space, a control character, or a character outside ASCII', example);
  }
  const [, scheme = '', authority = '', path = '', rest = ''] =
    /^([a-z]+):\/\/([^/?#\\%]+)([^?#\\]*)(.*)$/i.exec(text) ?? [];
  if (scheme === '' || !URL.canParse(text)) return refuse('is not an absolute https URL', example);
  if (authority.includes('@'))
    return refuse('contains a user name or password', 'Log in with auth login instead.');
  if (rest.startsWith('\\')) return refuse('contains a backslash', example);
  if (rest !== '') return refuse('has a query or fragment', example);

  const url = new URL(text);
  const prefix = path.replace(/\/$/, '');
  if (url.pathname.replace(/\/$/, '') !== prefix || path.includes('//') || path.includes('%')) {
    return refuse('has a path with dot segments, double slashes, or percent signs', example);
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    return refuse('does not start with https://', 'Plain http is only accepted for this machine.');
  }
  return { origin: url.origin, base: url.origin + prefix };
};
