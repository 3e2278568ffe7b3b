import { usageError } from '../../../errors.js';
import { jsonTexts, type JsonTextFault } from '../../../json/json-texts.js';
import type { Session, ValuesOf } from '../../contract.js';
import { readNotice, type Notice } from '../delivery.js';
import { mayBeIncomplete } from '../entities.js';
import type { followInputs } from '../inputs.js';
import { completeStatus, updateTypeName } from '../statuses.js';
import type { PollState } from './process.js';
import { createResult, type FollowResult } from './result.js';

/** A process to follow. */
export interface Target {
  readonly processId: string;
  readonly clientId: string | undefined;
  /** Entity ids that deliveries name; more may be added at any time. */
  readonly deliveryEntities: string[];
  /** Set while the process is not complete. */
  pollState?: PollState;
}

/** A process, or the result of a delivery that names none. */
export type Item =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'ignored' | 'invalid'; readonly result: FollowResult };

export interface Items {
  /**
   * In input order. Each process comes once, and again for an entity that only a later delivery names.
   * Rejects with AppError `usage` when the only text is not a delivery.
   */
  readonly items: AsyncIterable<Item>;
  /** Marks a process as done. False if it needs another turn, for an entity named since its turn began. */
  finish(target: Target, result: FollowResult): boolean;
  /** Number of deliveries that add nothing to earlier ones. */
  readonly repeated: () => number;
}

/** Of a file, which is read in one piece. */
const maxFileBytes = 100 * 1024 * 1024;

const invalidReasons: Readonly<Record<JsonTextFault | 'shape' | 'empty', string>> = {
  syntax: 'it is not valid JSON',
  'duplicate-key': 'its JSON has a duplicate key',
  depth: 'its JSON is nested too deeply',
  encoding: 'it is not UTF-8 text',
  'too-long': 'it is longer than 1 MiB',
  shape: 'it is not one of the four kinds that Credas posts',
  empty: 'it is empty',
};

const invalidItem = (source: string, line: number | undefined, why: keyof typeof invalidReasons): Item => {
  const name = source === '-' ? 'Standard input' : source;
  const place = line === undefined ? name : `${name}, line ${String(line)},`;
  const reason = `${place} is not a Credas delivery: ${invalidReasons[why]}`;
  return {
    kind: 'invalid',
    result: createResult('failed', reason, {
      failure: usageError(`${reason}. Nothing was fetched.`, {
        hint: 'A delivery is the body that Credas posts: JSON such as {"ProcessId":"…","ClientId":"…","Status":2}.',
      }),
    }),
  };
};

type IgnoredNotice = Extract<Notice, { kind: 'ongoing-monitoring' | 'status-update' }>;

const ignoredItem = (notice: IgnoredNotice): Item => {
  const subject =
    notice.kind === 'ongoing-monitoring'
      ? 'This is an ongoing monitoring notice'
      : `This is a status update (${updateTypeName(notice.updateType) ?? `type ${String(notice.updateType ?? 'unknown')}`})`;
  const { entityId } = notice;
  return {
    kind: 'ignored',
    result: createResult('ignored', `${subject}: it names no process, so nothing was fetched`, {
      clientId: notice.clientId ?? null,
      next: entityId === undefined ? undefined : `webhook-admin credas checks ${entityId}`,
    }),
  };
};

async function* readNotices(session: Pick<Session, 'input'>, source: string): AsyncGenerator<Notice | Item> {
  let isEmpty = true;
  for await (const text of jsonTexts(session.input.pieces(source, maxFileBytes))) {
    isEmpty = false;
    if ('fault' in text) yield invalidItem(source, text.line, text.fault);
    else yield readNotice(text.value) ?? invalidItem(source, text.line, 'shape');
  }
  if (isEmpty) yield invalidItem(source, undefined, 'empty');
}

/** Passes all items on, but throws if there is only one and it is invalid: then the input is wrong. */
async function* rejectSingleInvalid(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let held: Item | undefined;
  let count = 0;
  for await (const item of items) {
    count += 1;
    if (count === 1 && item.kind === 'invalid') {
      held = item;
      continue;
    }
    if (held !== undefined) yield held;
    held = undefined;
    yield item;
  }
  if (held?.kind === 'invalid') throw held.result.failure;
}

/** Reads the processes to follow from the options or the deliveries. */
export const readItems = (
  session: Pick<Session, 'input'>,
  values: Pick<ValuesOf<typeof followInputs>, 'delivery' | 'process'>,
): Items => {
  /** All processes so far; undefined for one that later deliveries cannot add anything to. */
  const targets = new Map<string, Target | undefined>();
  const finished = new Set<Target>();
  let repeated = 0;

  const targetItem = (processId: string, clientId?: string, entityId?: string): Item | undefined => {
    if (!targets.has(processId)) {
      const target: Target = {
        processId,
        clientId,
        deliveryEntities: entityId === undefined ? [] : [entityId],
      };
      targets.set(processId, target);
      return { kind: 'target', target };
    }
    const target = targets.get(processId);
    if (target === undefined || entityId === undefined || target.deliveryEntities.includes(entityId)) {
      repeated += 1;
      return undefined;
    }
    target.deliveryEntities.push(entityId);
    return finished.delete(target) ? { kind: 'target', target } : undefined;
  };

  const toItem = (notice: Notice | Item): Item | undefined => {
    switch (notice.kind) {
      case 'process':
        return targetItem(notice.processId, notice.clientId);
      case 'process-actor':
        return targetItem(notice.processId, notice.clientId, notice.entityId);
      case 'ongoing-monitoring':
      case 'status-update':
        return ignoredItem(notice);
      case 'target':
      case 'ignored':
      case 'invalid':
        return notice;
    }
  };

  async function* readAll(): AsyncGenerator<Item> {
    for (const id of values.process) {
      const item = targetItem(id.toLowerCase());
      if (item !== undefined) yield item;
    }
    for (const source of values.delivery) {
      for await (const notice of readNotices(session, source)) {
        const item = toItem(notice);
        if (item !== undefined) yield item;
      }
    }
  }

  return {
    items: rejectSingleInvalid(readAll()),
    finish(target, { status, entities }) {
      if (status !== completeStatus || !mayBeIncomplete(entities)) {
        targets.set(target.processId, undefined);
        return true;
      }
      const isKnown = (id: string): boolean => entities.some(({ entityId }) => entityId === id);
      if (!target.deliveryEntities.every(isKnown)) return false;
      finished.add(target);
      return true;
    },
    repeated: () => repeated,
  };
};
