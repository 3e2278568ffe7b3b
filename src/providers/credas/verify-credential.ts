import type { Http } from '../../http/call.js';
import { pluralize } from '../../text/pluralize.js';
import { listJourneys } from './api.js';

/** The journeys: a read that starts nothing, and the one that a process needs anyway. */
export const verifyCredential = async (http: Http): Promise<string> => {
  const { length } = await listJourneys(http, { operation: 'auth login' });
  return pluralize(length, 'journey');
};
