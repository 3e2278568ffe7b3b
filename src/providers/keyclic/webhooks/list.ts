import { AppError } from '../../../errors.js';
import type { Outcome, Session, ValuesOf } from '../../contract.js';
import type { webhooksListInputs } from '../inputs.js';
import { readPage, type Webhook } from './api.js';

const maxPages = 100;

/** Lists the webhooks of an organization. Throws AppError `refused` when there are more than 1000. */
export const run = async (
  session: Session,
  values: ValuesOf<typeof webhooksListInputs>,
): Promise<Outcome> => {
  // By id: a webhook that is created meanwhile moves others to the next page.
  const found = new Map<string, Webhook>();
  for (let page = 1; ; page += 1) {
    const { webhooks, pages } = await readPage(session.http, values.organization, page);
    for (const webhook of webhooks) found.set(webhook.id, webhook);
    if (page >= pages || webhooks.length === 0) break;
    if (page >= maxPages) {
      throw new AppError('refused', {
        message: `Keyclic lists ${pages} pages of webhooks, but at most ${maxPages} are read. Nothing changed.`,
        hint: 'This many are probably a mistake: check what registers them.',
      });
    }
  }
  const webhooks = [...found.values()];
  return {
    data: webhooks.map(({ id, event, url, enabled, createdAt, updatedAt }) => ({
      id,
      event,
      url,
      enabled,
      createdAt,
      updatedAt,
    })),
    view: {
      kind: 'table',
      columns: ['ID', 'EVENT', 'URL', 'ENABLED'],
      rows: webhooks.map(({ id, event, url, enabled }) => [
        id,
        event,
        url,
        enabled === null ? '-' : enabled ? 'yes' : 'no',
      ]),
      empty: 'This organization has no webhooks.',
    },
  };
};
