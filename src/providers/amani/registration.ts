import { AppError } from '../../errors.js';
import { fingerprint } from '../../signing/fingerprint.js';
import { isJsonObject } from '../../json/value.js';
import type { Field, Outcome, Session } from '../contract.js';
import type { WantedWebhook, Webhook } from './api.js';

/** The last state that Amani confirmed, as it is remembered. */
export interface ConfirmedWebhook extends Webhook {
  /** The address of the API that confirmed it: at another one it is another account's. */
  readonly origin: string;
  /** ISO 8601 UTC. */
  readonly confirmedAt: string;
}

const isFlags = (value: unknown): value is Record<string, boolean> =>
  isJsonObject(value) && Object.values(value).every((flag) => typeof flag === 'boolean');

/** Undefined when nothing (or nothing readable) is remembered of the address in use; without an address, of any. */
export const remembered = (session: Session): ConfirmedWebhook | undefined => {
  const { webhook } = session.memory.recall();
  if (!isJsonObject(webhook)) return undefined;
  const { origin, id, url, signature, events, confirmedAt } = webhook;
  if (typeof origin !== 'string' || !['', origin].includes(session.origin)) return undefined;
  if (typeof id !== 'string' || typeof url !== 'string' || typeof confirmedAt !== 'string') return undefined;
  if (typeof signature !== 'boolean' || !isFlags(events)) return undefined;
  return { origin, id, url, signature, events, confirmedAt };
};

export const remember = async (session: Session, webhook: Webhook): Promise<ConfirmedWebhook> => {
  const confirmed = { ...webhook, origin: session.origin, confirmedAt: session.clock.now().toISOString() };
  await session.memory.remember((state) => {
    state['webhook'] = confirmed;
  });
  return confirmed;
};

const namesWhere = (events: Readonly<Record<string, boolean>>, on: boolean): readonly string[] =>
  Object.keys(events).filter((name) => events[name] === on);

const onOff = (flag: boolean): string => (flag ? 'on' : 'off');

/** Every event of the account, on or off; AppError-free: names were checked before. */
export const eventMap = (live: readonly string[], on: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(live.map((name) => [name, on.includes(name)]));

/** A line for each difference between two states; empty when they are equal. */
export const differences = (before: WantedWebhook, after: WantedWebhook): readonly string[] => {
  const lines: string[] = [];
  const names = [...new Set([...Object.keys(before.events), ...Object.keys(after.events)])];
  const width = Math.max(...names.map((name) => name.length), 'signature'.length);
  for (const name of names) {
    const was = before.events[name] ?? false;
    const is = after.events[name] ?? false;
    if (was !== is) lines.push(`  ${was ? '-' : '+'} ${name.padEnd(width)}  ${onOff(was)} → ${onOff(is)}`);
  }
  if (before.signature !== after.signature) {
    const mark = before.signature ? '-' : '+';
    lines.push(
      `  ${mark} ${'signature'.padEnd(width)}  ${onOff(before.signature)} → ${onOff(after.signature)}`,
    );
  }
  if (before.url !== after.url) lines.push(`  * ${'url'.padEnd(width)}  ${before.url} → ${after.url}`);
  return lines;
};

/** Names of the fields in which Amani's answer is not what was asked. */
export const mismatches = (wanted: WantedWebhook, answer: Webhook): readonly string[] => [
  ...(wanted.url === answer.url ? [] : ['url']),
  ...(wanted.signature === answer.signature ? [] : ['signature_enabled']),
  ...Object.keys(wanted.events).filter((name) => wanted.events[name] !== answer.events[name]),
];

/** AppError `partial` that names each field, or undefined when the answer is what was asked. */
export const answerDiffers = (fields: readonly string[], operation: string): AppError | undefined =>
  fields.length === 0
    ? undefined
    : new AppError('partial', {
        message: `Amani changed the webhook, but not as asked: ${fields.join(', ')} ${fields.length === 1 ? 'differs' : 'differ'} in its answer.`,
        hint: 'What Amani confirmed is remembered; look at it and decide.',
        next: 'webhook-admin amani show',
        provider: 'amani',
        operation,
        changed: 'yes',
      });

const eventsShown = (events: Readonly<Record<string, boolean>>): string => {
  const on = namesWhere(events, true);
  const off = namesWhere(events, false);
  const list = on.length === 0 ? 'none' : on.join(', ');
  return off.length === 0
    ? `${list}  (all)`
    : `${list}  (${off.length} ${off.length === 1 ? 'other' : 'others'} off)`;
};

/** Amani does not document which header carries the plain token; the setting says what was seen. */
const headerWords = (session: Session<'tokenHeader'>): string => {
  const name = session.setting('tokenHeader');
  return name === undefined ? 'a header' : `the header ${name}`;
};

/** The document and the lines of `create`, `update` and `show`. */
export const describeWebhook = (
  session: Session<'tokenHeader'>,
  webhook: ConfirmedWebhook,
): Pick<Outcome, 'data' | 'view'> => {
  const stored = session.secrets.stored();
  const mark = stored === undefined ? null : fingerprint(stored.value);
  const { id, url, signature, events, confirmedAt } = webhook;
  const fields: readonly Field[] = [
    { key: 'provider', value: 'amani' },
    { key: 'id', value: id },
    { key: 'url', value: url },
    { key: 'events', value: namesWhere(events, true).join(','), label: 'Events', shown: eventsShown(events) },
    {
      key: 'signature',
      value: String(signature),
      label: 'Security',
      shown: signature
        ? 'signature'
        : `the secret itself in ${headerWords(session)} (weaker than a signature)`,
    },
    {
      key: 'secret',
      value: stored === undefined ? '' : (mark ?? 'stored'),
      label: 'Secret',
      shown: stored === undefined ? 'not stored' : `stored${mark === null ? '' : `, fingerprint ${mark}`}`,
    },
    { key: 'confirmedAt', value: confirmedAt },
  ];
  return {
    data: {
      provider: 'amani',
      id,
      url,
      signature,
      events,
      confirmedAt,
      secret: { stored: stored !== undefined, fingerprint: mark },
    },
    view: { kind: 'fields', fields },
  };
};
