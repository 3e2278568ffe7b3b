import { AppError, usageError } from '../../errors.js';
import { segment } from '../../http/segment.js';
import { isJsonObject } from '../../json/value.js';
import { stringAt, type KeyclicDelivery } from './delivery.js';

/** The link of a resource to itself; `none` for a placeholder or no link. */
export type SelfLink =
  | { readonly kind: 'none' }
  /** To another address than the configured one, or to one that cannot be determined. */
  | { readonly kind: 'foreign' }
  /** Not to another address, but not a plain path either. */
  | { readonly kind: 'unusable' }
  /** On the configured origin: the path after the base URL. */
  | { readonly kind: 'path'; readonly path: string };

/** The configured address, to compare links with. */
export interface LinkBase {
  /** Scheme, host and port. A logical origin such as `sandbox:keyclic` equals no URL. */
  readonly origin: string;
  /** Path of the base URL without a slash at the end; usually empty. */
  readonly prefix: string;
}

const foreign: SelfLink = { kind: 'foreign' };
const unusable: SelfLink = { kind: 'unusable' };

/** Segments that no URL parser changes: no `.` or `..`, no encoding, no query, no empty segment. */
const plainPath = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/u;

const hrefOf = (payload: Readonly<Record<string, unknown>>): unknown => {
  const links = payload['_links'];
  const self = isJsonObject(links) && Object.hasOwn(links, 'self') ? links['self'] : undefined;
  return isJsonObject(self) && Object.hasOwn(self, 'href') ? self['href'] : self;
};

const withoutPrefix = (prefix: string, path: string): string =>
  prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;

/** The path of a link on the configured origin, or the kind of link it is instead. */
const pathOn = ({ origin, prefix }: LinkBase, href: string): string | SelfLink => {
  // Two slashes of either kind start a host.
  if (/^\/(?![/\\])/u.test(href)) return withoutPrefix(prefix, href);
  // Compared as text: a URL parser would remove tabs, backslashes and user names.
  const [, address = '', path = ''] = /^(https?:\/\/[A-Za-z0-9.:[\]-]+)([/?#].*)?$/isu.exec(href) ?? [];
  if (URL.canParse(address) && new URL(address).origin === origin) return withoutPrefix(prefix, path);
  return /[:\\]|^\s*\/\//u.test(href) ? foreign : unusable;
};

/**
 * Classifies `_links.self` of a delivered resource, which is not trusted: only a plain path on the
 * configured origin may be read. The page's own sample has dots instead of links.
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

/** The parts of a base URL to compare links with. */
export const linkBase = (origin: string, baseUrl: string | undefined): LinkBase => {
  const sameHost = baseUrl !== undefined && URL.canParse(baseUrl) && new URL(baseUrl).origin === origin;
  return { origin, prefix: sameHost ? new URL(baseUrl).pathname.replace(/\/$/u, '') : '' };
};

/** Where to read the current state of a delivered resource. */
export interface ResourceTarget {
  /** `report`, `operation`, or the type in the delivery. */
  readonly resource: string;
  readonly id: string;
  readonly path: string;
}

const documentedReads = { report: '/reports', operation: '/operations' } as const;
type Documented = keyof typeof documentedReads;

const kinds: readonly Documented[] = ['report', 'operation'];

/** From the type of the payload, or from the event's name when there is none. */
const kindOf = ({ event, payload }: KeyclicDelivery): Documented | undefined => {
  const type = stringAt(payload, 'type')?.toLowerCase();
  return type === undefined
    ? kinds.find((kind) => new RegExp(`^${kind}(?:[A-Z_]|$)`, 'u').test(event))
    : kinds.find((kind) => kind === type);
};

/** The last segment of a path, which must equal the id of the delivered resource if it has one. */
const idFromPath = (path: string, id: string | undefined): string => {
  const last = segment(path.slice(path.lastIndexOf('/') + 1), 'uuid');
  if (id === undefined || id.toLowerCase() === last.toLowerCase()) return last;
  throw usageError('The link of the delivered resource points to another resource. Nothing was sent.', {
    hint: 'Its last segment is not the ID in the payload.',
  });
};

/**
 * Where to read a delivered resource: a report or operation by its id, others by their own link. Throws
 * AppError `usage` for a link to another origin (even when it is not needed), for a needed link that cannot
 * be followed, and for an invalid id; `unsupported` when there is nothing to read.
 */
export const resolveTarget = (delivery: KeyclicDelivery, base: LinkBase): ResourceTarget => {
  const { payload, event } = delivery;
  const link = selfLink(payload, base);
  if (link.kind === 'foreign') {
    throw usageError('The delivery links to an address that is not the configured one. Nothing was sent.', {
      hint: `Deliveries are not signed, so anyone could have written it; the credential is sent to ${base.origin} only.`,
    });
  }
  const kind = kindOf(delivery);
  const id = stringAt(payload, 'id');
  if (kind !== undefined) {
    if (id === undefined) {
      throw usageError(
        `The delivery is about ${kind === 'operation' ? 'an' : 'a'} ${kind}, but has no ID. Nothing was sent.`,
        {
          hint: 'Keyclic documents an id in the payload, next to the type.',
        },
      );
    }
    return { resource: kind, id, path: `${documentedReads[kind]}/${segment(id, 'uuid')}` };
  }
  if (link.kind === 'none') {
    throw new AppError('unsupported', {
      message: `Keyclic documents how to read reports and operations; the event "${event.slice(0, 64)}" is about neither. Nothing was sent.`,
      hint: 'Other resources are read by their own link, which this delivery does not have. Look it up at Keyclic.',
    });
  }
  if (link.kind === 'unusable') {
    throw usageError('The link of the delivered resource cannot be followed. Nothing was sent.', {
      hint: `Only a plain path on ${base.origin} is followed, without a query, "." or ".." segments, or encoded characters.`,
    });
  }
  const type = stringAt(payload, 'type') ?? link.path.split('/').at(-2) ?? 'resource';
  return { resource: type, id: idFromPath(link.path, id), path: link.path };
};
