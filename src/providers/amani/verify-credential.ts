import type { Http } from '../../http/call.js';
import { pluralize } from '../../text/pluralize.js';
import { listEvents } from './api.js';

/** The events of the account: the cheapest read that needs the permission webhooks need. */
export const verifyCredential = async (http: Http): Promise<string> => {
  const events = await listEvents(http, 'auth login');
  return `${pluralize(events.length, 'event')} available`;
};
