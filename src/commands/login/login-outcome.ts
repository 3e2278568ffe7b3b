import type { Account, Address } from '../../accounts/account.js';
import type { Outcome } from '../../output/outcome.js';
import { fingerprint } from '../../signing/fingerprint.js';

export interface LoginFacts {
  /** The credential in use; only its fingerprint is shown. */
  readonly credential: string;
  /** The keys of the settings that were stored. */
  readonly stored: readonly string[];
  /** Whether the provider was asked, and accepted it. */
  readonly verified: boolean;
  readonly headline: string;
}

/** The document of a login. */
export const loginOutcome = (account: Account, address: Address, facts: LoginFacts): Outcome => {
  const { profile, provider } = account;
  const { stored, headline } = facts;
  const mark = fingerprint(facts.credential);
  const shown = `${stored.join(', ') || 'nothing'}${mark === null ? '' : ` (credential fingerprint ${mark})`}`;
  return {
    data: { profile, provider: provider.id, origin: address.origin, stored, verified: facts.verified },
    view: {
      kind: 'fields',
      fields: [
        { key: 'profile', value: profile, label: 'Profile' },
        { key: 'provider', value: provider.id },
        { key: 'origin', value: address.origin, label: 'Address' },
        { key: 'stored', value: stored.join(','), label: 'Stored', shown },
      ],
    },
    headline,
  };
};
