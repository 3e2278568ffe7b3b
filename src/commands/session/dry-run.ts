import type { PlannedRequest } from '../../http/call.js';
import type { Outcome } from '../../output/outcome.js';
import type { Basis } from '../../providers/contract.js';

/** Stops an operation at the first request that a dry run must not send. */
export class DryRunStop extends Error {
  constructor(readonly request: PlannedRequest) {
    super('dry run');
  }
}

const basisNotes: Readonly<Record<Exclude<Basis, 'documented'>, string>> = {
  assumed: 'This call is not in the vendor’s documentation: its method and fields are assumed',
  observed: 'This call is not in the vendor’s documentation: it was seen to work',
};

/**
 * Shows the requests that would be sent; later requests depend on their responses. The document has the basis of
 * the call unless it is documented.
 */
export const dryRunOutcome = (requests: readonly PlannedRequest[], basis: Basis = 'documented'): Outcome => ({
  data: {
    dryRun: true,
    requests: requests.map(({ method, url, body }) => ({ method, url, body: body ?? null })),
    ...(basis !== 'documented' && { basis }),
  },
  ...(basis !== 'documented' && { notes: [basisNotes[basis]] }),
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
