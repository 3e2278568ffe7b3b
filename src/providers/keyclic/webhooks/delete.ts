import type { Outcome, Session, ValuesOf } from '../../contract.js';
import type { webhooksDeleteInputs } from '../inputs.js';
import { listCommand, suggestList } from './view.js';
import { deleteWebhook, readWebhook } from './api.js';

/** Deletes a webhook with the removed API, after showing it. */
export const run = async (
  session: Session,
  values: ValuesOf<typeof webhooksDeleteInputs>,
): Promise<Outcome> => {
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
      fields: [
        { key: 'id', value: id, label: 'ID' },
        { key: 'event', value: event, label: 'Event' },
        { key: 'url', value: url, label: 'URL' },
        { key: 'deleted', value: 'true' },
      ],
    },
    headline: `Keyclic deleted the webhook ${id}`,
    next: listCommand,
  };
};
