import { AppError } from '../../../errors.js';
import { parseTimestamp } from '../../../text/timestamp.js';
import type { Field, Outcome, Session, Suggestions, ValuesOf } from '../../contract.js';
import { onUnknownOutcome } from '../../change-failures.js';
import { checkAddress, suggestAddress } from '../../webhook-address.js';
import { knownEvent } from '../events.js';
import type { webhooksCreateInputs, webhooksDeleteInputs, webhooksUpdateInputs } from '../inputs.js';
import { deleteWebhook, patchWebhook, postWebhook, readWebhook, type Webhook } from './api.js';

/** Shows the result of a change, and is safe to run. */
const listCommand = 'webhook-admin keyclic webhooks list';

/** Suggests the list when the outcome of a change is unknown, since repeating it could apply it twice. */
const suggestList = onUnknownOutcome(() => ({ next: listCommand }));

const suggest = (
  session: Session,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<typeof webhooksCreateInputs & typeof webhooksUpdateInputs>> =>
  Promise.resolve({ url: suggestAddress(session, typed.allowPrivateUrl) });

/** Warns about an event that the removed API may not accept. */
const warnAboutEvent = (session: Session, name: string): void => {
  const known = knownEvent(name);
  if (known?.state === 'current' && known.note === null) return;
  session.warn(`${name}: ${known?.note ?? 'No page of Keyclic has it.'} Keyclic decides.`);
};

interface RequestedFields {
  readonly event: string | undefined;
  readonly url: string | undefined;
}

/** AppError `partial` with the fields that differ from the request, or undefined. */
const differenceError = (
  webhook: Webhook,
  requested: RequestedFields,
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

/** The fields that identify a webhook. */
const webhookFields = ({ id, event, url }: Pick<Webhook, 'id' | 'event' | 'url'>): readonly Field[] => [
  { key: 'id', value: id, label: 'ID' },
  { key: 'event', value: event, label: 'Event' },
  { key: 'url', value: url, label: 'URL' },
];

/** The webhook in the response, and how it differs from the request. It may be disabled. */
const describeChange = (
  session: Session,
  webhook: Webhook,
  requested: RequestedFields,
  operation: string,
): Outcome => {
  const { id, event, url, enabled, createdAt, updatedAt } = webhook;
  const time = (text: string | null): string =>
    text === null ? '' : parseTimestamp(text, session.clock.now()).value;
  const failure = differenceError(webhook, requested, operation);
  return {
    data: { provider: session.providerId, id, event, url, enabled, createdAt, updatedAt },
    view: {
      kind: 'fields',
      fields: [
        ...webhookFields(webhook),
        { key: 'enabled', value: enabled === null ? '' : String(enabled), label: 'Enabled' },
        { key: 'createdAt', value: time(createdAt) },
        { key: 'updatedAt', value: time(updatedAt) },
      ],
    },
    headline:
      enabled === false
        ? `Keyclic has the webhook for ${event} to ${url}, but it is disabled`
        : `Keyclic delivers ${event} to ${url}`,
    next: listCommand,
    ...(failure !== undefined && { failure }),
  };
};

/** Creates a webhook with the removed API. */
export const create = {
  suggest,
  async run(session: Session, values: ValuesOf<typeof webhooksCreateInputs>): Promise<Outcome> {
    const { event, organization } = values;
    const url = checkAddress(session, values.url, values.allowPrivateUrl);
    warnAboutEvent(session, event);
    const webhook = await postWebhook(session.http, { event, organization, url }).catch(suggestList);
    return describeChange(session, webhook, { event, url }, 'webhooks create');
  },
};

/** Changes the event or URL of a webhook with the removed API. */
export const update = {
  suggest,
  async run(session: Session, values: ValuesOf<typeof webhooksUpdateInputs>): Promise<Outcome> {
    const { webhook: id, event } = values;
    const url =
      values.url === undefined ? undefined : checkAddress(session, values.url, values.allowPrivateUrl);
    if (event !== undefined) warnAboutEvent(session, event);
    const webhook = await patchWebhook(session.http, id, { event, url }).catch(suggestList);
    return describeChange(session, webhook, { event, url }, 'webhooks update');
  },
};

/** Deletes a webhook with the removed API, after showing it. */
export const remove = {
  async run(session: Session, values: ValuesOf<typeof webhooksDeleteInputs>): Promise<Outcome> {
    const { id, event, url } = await readWebhook(session.http, values.webhook, 'webhooks delete');
    await session.confirm({
      lines: ['Keyclic will delete a webhook, and its deliveries stop:', `  - ${event}  ${url}`],
      question: 'Delete it?',
    });
    await deleteWebhook(session.http, values.webhook).catch(suggestList);
    return {
      data: { provider: session.providerId, id, event, url, deleted: true },
      view: {
        kind: 'fields',
        fields: [...webhookFields({ id, event, url }), { key: 'deleted', value: 'true' }],
      },
      headline: `Keyclic deleted the webhook ${id}`,
      next: listCommand,
    };
  },
};
