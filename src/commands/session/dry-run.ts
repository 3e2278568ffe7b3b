import type { PlannedRequest } from '../../http/call.js';
import type { Outcome } from '../../output/outcome.js';
import type { Basis } from '../../providers/contract.js';

/** Stops an operation at the first request that a dry run must not send. */
export class DryRunStop extends Error {
  constructor(readonly request: PlannedRequest) {
    super('dry run');
  }
}

const basisWords: Readonly<Record<Exclude<Basis, 'documented'>, string>> = {
  assumed: 'This call is not in the vendor’s documentation: its method and fields are assumed',
  observed: 'This call is not in the vendor’s documentation: it was seen to work',
};

/**
 * What would be sent; nothing after it can be known without sending it. How sure the call is stands
 * beside it where no page documents it.
 */
export const dryRunOutcome = (requests: readonly PlannedRequest[], basis: Basis = 'documented'): Outcome => ({
  data: {
    dryRun: true,
    requests: requests.map(({ method, url, body }) => ({ method, url, body: body ?? null })),
    ...(basis !== 'documented' && { basis }),
  },
  ...(basis !== 'documented' && { notes: [basisWords[basis]] }),
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
