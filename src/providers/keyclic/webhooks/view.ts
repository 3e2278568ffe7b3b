import { AppError } from '../../../errors.js';
import type { Field, Outcome, Session } from '../../contract.js';
import { onUnknownOutcome } from '../../unknown-outcome.js';
import { parseTimestamp } from '../../../text/timestamp.js';
import { knownEvent } from '../known-events.js';
import type { Webhook } from './api.js';

/** The output of one webhook. */
export const describeWebhook = (session: Session, webhook: Webhook): Pick<Outcome, 'data' | 'view'> => {
  const { id, event, url, enabled, createdAt, updatedAt } = webhook;
  const time = (text: string | null): string =>
    text === null ? '' : parseTimestamp(text, session.clock.now()).value;
  const fields: readonly Field[] = [
    { key: 'id', value: id, label: 'ID' },
    { key: 'event', value: event, label: 'Event' },
    { key: 'url', value: url, label: 'URL' },
    { key: 'enabled', value: enabled === null ? '' : String(enabled), label: 'Enabled' },
    { key: 'createdAt', value: time(createdAt) },
    { key: 'updatedAt', value: time(updatedAt) },
  ];
  return {
    data: { provider: session.providerId, id, event, url, enabled, createdAt, updatedAt },
    view: { kind: 'fields', fields },
  };
};

/** Shows the result of a change, and is safe to run. */
export const listCommand = 'webhook-admin keyclic webhooks list';

/** Says what Keyclic delivers; a webhook may be disabled. */
export const describeDelivery = ({ event, url, enabled }: Webhook): string =>
  enabled === false
    ? `Keyclic has the webhook for ${event} to ${url}, but it is disabled`
    : `Keyclic delivers ${event} to ${url}`;

/** Suggests the list when the outcome of a change is unknown, since repeating it could apply it twice. */
export const suggestList = onUnknownOutcome(() => ({ next: listCommand }));

/** Warns about an event that the removed API may not accept. */
export const warnAboutEvent = (session: Session, name: string): void => {
  const known = knownEvent(name);
  if (known?.state === 'current' && known.note === null) return;
  session.warn(`${name}: ${known?.note ?? 'No page of Keyclic has it.'} Keyclic decides.`);
};

/** AppError `partial` with the fields that differ from the request, or undefined. */
export const differenceError = (
  webhook: Webhook,
  requested: { readonly event: string | undefined; readonly url: string | undefined },
  operation: string,
): AppError | undefined => {
  const fields = (['event', 'url'] as const).filter(
    (name) => requested[name] !== undefined && requested[name] !== webhook[name],
  );
  if (fields.length === 0) return undefined;
  return new AppError('partial', {
    message: `Keyclic carried out "${operation}", but not as requested: ${fields.join(' and ')} ${fields.length === 1 ? 'differs' : 'differ'} in its response.`,
    hint: 'The output shows what Keyclic confirmed.',
    next: listCommand,
    changed: 'yes',
  });
};
