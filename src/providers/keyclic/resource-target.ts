import { AppError, usageError } from '../../errors.js';
import { segment } from '../../http/segment.js';
import { textIn, type KeyclicDelivery } from './delivery.js';
import { selfLink, type LinkBase } from './resource-link.js';

/** What is read to learn how a delivered resource stands now. */
export interface ResourceTarget {
  /** `report`, `operation`, or what the delivery calls it. */
  readonly resource: string;
  readonly id: string;
  readonly path: string;
}

const documentedReads = { report: '/reports', operation: '/operations' } as const;
type Documented = keyof typeof documentedReads;

const kinds: readonly Documented[] = ['report', 'operation'];

/** The type of the payload says it; without one, the event's name does. */
const kindOf = ({ event, payload }: KeyclicDelivery): Documented | undefined => {
  const type = textIn(payload, 'type')?.toLowerCase();
  return type === undefined
    ? kinds.find((kind) => new RegExp(`^${kind}(?:[A-Z_]|$)`, 'u').test(event))
    : kinds.find((kind) => kind === type);
};

const cannotRead = (why: string, hint: string): AppError =>
  new AppError('unsupported', { message: `${why} Nothing was sent.`, hint });

/** The last part of a path, which must be the id of the delivered resource where it has one. */
const idIn = (path: string, id: string | undefined): string => {
  const last = segment(path.slice(path.lastIndexOf('/') + 1), 'uuid');
  if (id === undefined || id.toLowerCase() === last.toLowerCase()) return last;
  throw usageError('The link of the delivered resource leads to another resource. Nothing was sent.', {
    hint: 'Its last part is not the id in the payload, so it is not followed.',
  });
};

/**
 * Where a delivered resource is read: a report or an operation by its id, all else by its own link.
 * AppError `usage` for a link that leaves the configured origin, also where it is not needed, for one
 * that is needed and cannot be followed, and for an id that is none; `unsupported` where there is nothing
 * that may be read.
 */
export const targetOf = (delivery: KeyclicDelivery, base: LinkBase): ResourceTarget => {
  const { payload, event } = delivery;
  const link = selfLink(payload, base);
  if (link.kind === 'foreign') {
    throw usageError('The delivery links to an address that is not the configured one. Nothing was sent.', {
      hint: `A delivery is not signed, so anybody may have written it; the credential goes to ${base.origin} only.`,
    });
  }
  const kind = kindOf(delivery);
  const id = textIn(payload, 'id');
  if (kind !== undefined) {
    if (id === undefined) {
      throw usageError(`The delivery is of a ${kind}, but holds no id of it. Nothing was sent.`, {
        hint: 'Keyclic documents the id in the payload, beside its type.',
      });
    }
    return { resource: kind, id, path: `${documentedReads[kind]}/${segment(id, 'uuid')}` };
  }
  if (link.kind === 'none') {
    throw cannotRead(
      `Keyclic documents how reports and operations are read, and the event "${event.slice(0, 64)}" is of neither.`,
      'A resource of another type is read by its own link, and this delivery has none: look it up at Keyclic.',
    );
  }
  if (link.kind === 'unusable') {
    throw usageError('The link of the delivered resource cannot be followed. Nothing was sent.', {
      hint: `Only a plain path on ${base.origin} is followed: text without a query, dots alone or anything encoded.`,
    });
  }
  const type = textIn(payload, 'type') ?? link.path.split('/').at(-2) ?? 'resource';
  return { resource: type, id: idIn(link.path, id), path: link.path };
};
