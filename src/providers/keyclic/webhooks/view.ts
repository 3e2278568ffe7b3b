import { AppError } from '../../../errors.js';
import type { Field, Outcome, Session } from '../../contract.js';
import { onUnknownOutcome } from '../../unknown-outcome.js';
import { parseTimestamp } from '../../../text/timestamp.js';
import { knownEvent } from '../known-events.js';
import type { Webhook } from './api.js';

/** The document and the lines of one webhook. */
export const describeWebhook = (session: Session, webhook: Webhook): Pick<Outcome, 'data' | 'view'> => {
  const { id, event, url, enabled, createdAt, updatedAt } = webhook;
  const time = (text: string | null): string =>
    text === null ? '' : parseTimestamp(text, session.clock.now()).value;
  const fields: readonly Field[] = [
    { key: 'id', value: id, label: 'Id' },
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

/** Shows what became of a change, and is safe to run. */
export const list = 'webhook-admin keyclic webhooks list';

/** What Keyclic does from now on; a webhook can be there and be off. */
export const deliverySentence = ({ event, url, enabled }: Webhook): string =>
  enabled === false
    ? `Keyclic has the webhook for ${event} to ${url}, but it is not enabled`
    : `Keyclic delivers ${event} to ${url}`;

/** A change that may have happened is looked for in the list: sent again, it could happen twice. */
export const lookFirst = onUnknownOutcome(() => ({ next: list }));

/** Which names the removed API took changed over the years, so an unknown one is sent with a word. */
export const warnOfEvent = (session: Session, name: string): void => {
  const known = knownEvent(name);
  if (known?.state === 'current' && known.note === null) return;
  session.warn(`${name}: ${known?.note ?? 'No page of Keyclic names it.'} Keyclic decides.`);
};

/** AppError `partial` that names what is not as asked, or undefined. */
export const answerDiffers = (
  answer: Webhook,
  wanted: { readonly event: string | undefined; readonly url: string | undefined },
  operation: string,
): AppError | undefined => {
  const fields = (['event', 'url'] as const).filter(
    (name) => wanted[name] !== undefined && wanted[name] !== answer[name],
  );
  if (fields.length === 0) return undefined;
  return new AppError('partial', {
    message: `Keyclic carried out "${operation}", but not as asked: ${fields.join(' and ')} ${fields.length === 1 ? 'differs' : 'differ'} in its answer.`,
    hint: 'The document shows what Keyclic confirmed; look at it and decide.',
    next: list,
    changed: 'yes',
  });
};
