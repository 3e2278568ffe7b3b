import { fingerprint } from '../../signing/fingerprint.js';
import { isJsonObject } from '../../json/value.js';
import type { Field, Outcome, Session } from '../contract.js';
import type { WantedWebhook, Webhook } from './api.js';

/** The state that Amani last confirmed, as saved in the local store. */
export interface ConfirmedWebhook extends Webhook {
  /** Origin of the API that confirmed it. */
  readonly origin: string;
  /** ISO 8601 UTC. */
  readonly confirmedAt: string;
}

const isFlags = (value: unknown): value is Record<string, boolean> =>
  isJsonObject(value) && Object.values(value).every((flag) => typeof flag === 'boolean');

/** The saved state; undefined when there is none, it is not valid, or it belongs to another origin. */
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

/** Every available event, with whether it is on. */
export const eventMap = (live: readonly string[], on: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(live.map((name) => [name, on.includes(name)]));

/** One line for each difference between two states, for a confirmation. */
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

const eventSummary = (events: Readonly<Record<string, boolean>>): string => {
  const on = namesWhere(events, true);
  const off = namesWhere(events, false);
  const list = on.length === 0 ? 'none' : on.join(', ');
  return off.length === 0
    ? `${list}  (all)`
    : `${list}  (${off.length} ${off.length === 1 ? 'other' : 'others'} off)`;
};

const headerPhrase = (session: Session<'tokenHeader'>): string => {
  const name = session.setting('tokenHeader');
  return name === undefined ? 'a header' : `the header ${name}`;
};

/** The JSON document and the printed fields of `create`, `update` and `show`. */
export const describeWebhook = (
  session: Session<'tokenHeader'>,
  webhook: ConfirmedWebhook,
): Pick<Outcome, 'data' | 'view'> => {
  const stored = session.secrets.stored();
  const secretFingerprint = stored === undefined ? null : fingerprint(stored.value);
  const { id, url, signature, events, confirmedAt } = webhook;
  const fields: readonly Field[] = [
    { key: 'provider', value: 'amani' },
    { key: 'id', value: id },
    { key: 'url', value: url },
    {
      key: 'events',
      value: namesWhere(events, true).join(','),
      label: 'Events',
      shown: eventSummary(events),
    },
    {
      key: 'signature',
      value: String(signature),
      label: 'Security',
      shown: signature
        ? 'signature'
        : `the secret itself in ${headerPhrase(session)} (weaker than a signature)`,
    },
    {
      key: 'secret',
      value: stored === undefined ? '' : (secretFingerprint ?? 'stored'),
      label: 'Secret',
      shown:
        stored === undefined
          ? 'not stored'
          : `stored${secretFingerprint === null ? '' : `, fingerprint ${secretFingerprint}`}`,
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
      secret: { stored: stored !== undefined, fingerprint: secretFingerprint },
    },
    view: { kind: 'fields', fields },
  };
};
