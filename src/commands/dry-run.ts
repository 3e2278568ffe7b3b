import type { PlannedRequest } from '../http/call.js';
import type { Outcome } from '../output/outcome.js';

/** Stops an operation at the first request that a dry run must not send. */
export class DryRunStop extends Error {
  constructor(readonly request: PlannedRequest) {
    super('dry run');
  }
}

/** What would be sent; nothing after it can be known without sending it. */
export const dryRunOutcome = (requests: readonly PlannedRequest[]): Outcome => ({
  data: {
    dryRun: true,
    requests: requests.map(({ method, url, body }) => ({ method, url, body: body ?? null })),
  },
  view: {
    kind: 'table',
    columns: ['METHOD', 'URL', 'BODY'],
    rows: requests.map(({ method, url, body }) => [
      method,
      url,
      body === undefined ? '' : JSON.stringify(body),
    ]),
    empty: 'Nothing would be sent.',
  },
  headline: 'Dry run: nothing was sent and nothing was stored. It would send:',
});
