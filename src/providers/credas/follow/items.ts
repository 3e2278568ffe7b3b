import { usageError } from '../../../errors.js';
import { jsonTexts, type TextFault } from '../../../json/json-texts.js';
import type { Session, ValuesOf } from '../../contract.js';
import { isGuessed } from '../entities.js';
import { unfetched, type Followed } from './result.js';
import type { followInputs } from '../inputs.js';
import type { PollState } from './process.js';
import { readNotice, type Notice } from '../delivery.js';
import { completeStatus, updateTypeName } from '../statuses.js';

/** A process to follow, and what the deliveries say about it. */
export interface Target {
  readonly processId: string;
  readonly clientId: string | undefined;
  /** Entity ids of deliveries; more may come at any time. */
  readonly hints: string[];
  /** Set while it is not complete. */
  patience?: PollState;
}

/** A process, or a delivery that is done with as soon as it is read. */
export type Item =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'ignored' | 'fault'; readonly followed: Followed };

export interface Items {
  /**
   * In the order they came; each process once, unless a later delivery names a person that nobody else did.
   * AppError `usage` where the only one is no delivery.
   */
  readonly items: AsyncIterable<Item>;
  /** Whether a process has come to its end; false: it wants another turn, for a person named meanwhile. */
  end(target: Target, followed: Followed): boolean;
  /** Deliveries that add nothing to what another one said before. */
  readonly repeated: () => number;
}

/** A file is read in one piece. */
const largestFile = 100 * 1024 * 1024;

const faultWords: Readonly<Record<TextFault | 'shape' | 'empty', string>> = {
  syntax: 'it is not JSON',
  'duplicate-key': 'it is JSON that names a key twice',
  depth: 'it is JSON that is nested too deeply',
  encoding: 'it is not UTF-8 text',
  'too-long': 'it is longer than 1 MiB',
  shape: 'it is none of the four kinds that Credas posts',
  empty: 'there is nothing in it',
};

const fault = (source: string, line: number | undefined, why: keyof typeof faultWords): Item => {
  const place = source === '-' ? 'Standard input' : source;
  const where = line === undefined ? place : `${place}, line ${String(line)},`;
  const reason = `${where} is not a Credas delivery: ${faultWords[why]}`;
  return {
    kind: 'fault',
    followed: unfetched('failed', reason, {
      failure: usageError(`${reason}. Nothing was fetched.`, {
        hint: 'A delivery is the body that Credas posts: JSON such as {"ProcessId":"…","ClientId":"…","Status":2}.',
      }),
    }),
  };
};

type Unfollowed = Extract<Notice, { kind: 'ongoing-monitoring' | 'status-update' }>;

const ignored = (notice: Unfollowed): Item => {
  const about =
    notice.kind === 'ongoing-monitoring'
      ? 'This is an ongoing monitoring notice'
      : `This is a status update (${updateTypeName(notice.updateType) ?? `type ${String(notice.updateType ?? 'unknown')}`})`;
  const { entityId } = notice;
  return {
    kind: 'ignored',
    followed: unfetched('ignored', `${about}: it names no process, so nothing was fetched`, {
      clientId: notice.clientId ?? null,
      next: entityId === undefined ? undefined : `webhook-admin credas checks ${entityId}`,
    }),
  };
};

async function* readingsOf(session: Pick<Session, 'input'>, source: string): AsyncGenerator<Notice | Item> {
  let any = false;
  for await (const reading of jsonTexts(session.input.pieces(source, largestFile))) {
    any = true;
    if ('fault' in reading) yield fault(source, reading.line, reading.fault);
    else yield readNotice(reading.value) ?? fault(source, reading.line, 'shape');
  }
  if (!any) yield fault(source, undefined, 'empty');
}

/** A single text that is no delivery is a wrong input; among others it is one that failed. */
async function* refusingTheOnlyOne(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let held: Item | undefined;
  let count = 0;
  for await (const item of items) {
    count += 1;
    if (count === 1 && item.kind === 'fault') {
      held = item;
      continue;
    }
    if (held !== undefined) yield held;
    held = undefined;
    yield item;
  }
  if (held?.kind === 'fault') throw held.followed.failure;
}

/** What is to be followed: the processes named by options, or those of the deliveries. */
export const readItems = (
  session: Pick<Session, 'input'>,
  values: Pick<ValuesOf<typeof followInputs>, 'delivery' | 'process'>,
): Items => {
  /** Every process so far; without its target, a delivery about it adds nothing any more. */
  const seen = new Map<string, Target | undefined>();
  const ended = new Set<Target>();
  let repeated = 0;

  const targetOf = (processId: string, clientId: string | undefined, hint?: string): Item | undefined => {
    if (seen.has(processId)) {
      const known = seen.get(processId);
      if (known === undefined || hint === undefined || known.hints.includes(hint)) {
        repeated += 1;
        return undefined;
      }
      known.hints.push(hint);
      return ended.delete(known) ? { kind: 'target', target: known } : undefined;
    }
    const target: Target = { processId, clientId, hints: hint === undefined ? [] : [hint] };
    seen.set(processId, target);
    return { kind: 'target', target };
  };

  const itemOf = (notice: Notice | Item): Item | undefined => {
    switch (notice.kind) {
      case 'process':
        return targetOf(notice.processId, notice.clientId);
      case 'process-actor':
        return targetOf(notice.processId, notice.clientId, notice.entityId);
      case 'ongoing-monitoring':
      case 'status-update':
        return ignored(notice);
      case 'target':
      case 'ignored':
      case 'fault':
        return notice;
    }
  };

  async function* all(): AsyncGenerator<Item> {
    for (const id of values.process) {
      const item = targetOf(id.toLowerCase(), undefined);
      if (item !== undefined) yield item;
    }
    for (const source of values.delivery) {
      for await (const reading of readingsOf(session, source)) {
        const item = itemOf(reading);
        if (item !== undefined) yield item;
      }
    }
  }

  return {
    items: refusingTheOnlyOne(all()),
    end(target, { status, entities }) {
      if (status !== completeStatus || !isGuessed(entities)) {
        seen.set(target.processId, undefined);
        return true;
      }
      if (target.hints.some((hint) => !entities.some(({ entityId }) => entityId === hint))) return false;
      ended.add(target);
      return true;
    },
    repeated: () => repeated,
  };
};
