import { isJsonObject } from '../../json/value.js';

/** Where a resource says it lives, judged: `none` for a placeholder or no link at all. */
export type SelfLink =
  | { readonly kind: 'none' }
  /** It names another address than the configured one, or hides which one. */
  | { readonly kind: 'foreign' }
  /** It names no other address, but is no plain path either. */
  | { readonly kind: 'unusable' }
  /** On the configured origin: the path behind the base URL. */
  | { readonly kind: 'path'; readonly path: string };

/** The address in use, as a link is compared with it. */
export interface LinkBase {
  /** Scheme, host and port; a logical origin equals no URL. */
  readonly origin: string;
  /** Path of the base URL, without a slash at its end; mostly empty. */
  readonly prefix: string;
}

const foreign: SelfLink = { kind: 'foreign' };
const unusable: SelfLink = { kind: 'unusable' };

/** Segments that no URL parser changes: no dots alone, nothing encoded, no query, nothing doubled. */
const plainPath = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/u;

const hrefOf = (payload: Readonly<Record<string, unknown>>): unknown => {
  const links = payload['_links'];
  const self = isJsonObject(links) && Object.hasOwn(links, 'self') ? links['self'] : undefined;
  return isJsonObject(self) && Object.hasOwn(self, 'href') ? self['href'] : self;
};

const behind = (prefix: string, path: string): string =>
  prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;

/** The path of a link on the configured origin, or a link that has none. */
const pathOn = ({ origin, prefix }: LinkBase, href: string): string | SelfLink => {
  // Two slashes, in whatever direction, begin a host.
  if (/^\/(?![/\\])/u.test(href)) return behind(prefix, href);
  // Text, not what a parser makes of it: it would repair tabs, backslashes and user names away.
  const [, given = '', path = ''] = /^(https?:\/\/[A-Za-z0-9.:[\]-]+)([/?#].*)?$/isu.exec(href) ?? [];
  if (URL.canParse(given) && new URL(given).origin === origin) return behind(prefix, path);
  return /[:\\]|^\s*\/\//u.test(href) ? foreign : unusable;
};

/**
 * Judges `_links.self` of a delivered resource, which anybody may have written: only a plain path on the
 * configured origin is one that may be read. The page's own sample holds dots in the place of links.
 */
export const selfLink = (payload: Readonly<Record<string, unknown>>, base: LinkBase): SelfLink => {
  const href = hrefOf(payload);
  if (href === undefined || href === null || href === '' || href === '...' || href === '..') {
    return { kind: 'none' };
  }
  if (typeof href !== 'string') return unusable;
  const path = pathOn(base, href);
  if (typeof path !== 'string') return path;
  return plainPath.test(path) ? { kind: 'path', path } : unusable;
};

/** The parts of a base URL that links are compared with. */
export const linkBase = (origin: string, baseUrl: string | undefined): LinkBase => {
  const sameHost = baseUrl !== undefined && URL.canParse(baseUrl) && new URL(baseUrl).origin === origin;
  return { origin, prefix: sameHost ? new URL(baseUrl).pathname.replace(/\/$/u, '') : '' };
};
