import type { PreviousSecret } from '../../rotation/interfaces.js';
import { fingerprint } from '../../signing/fingerprint.js';
import { relativeTime } from '../../text/relative-time.js';
import type { Field, Outcome } from '../contract.js';
import type { Session } from '../session.js';

export interface SecretReport {
  readonly secret: string | undefined;
  readonly rotated: boolean;
  readonly previous: PreviousSecret | undefined;
  /** Print the secret itself. */
  readonly reveal: boolean;
  readonly headline: string;
  readonly next?: string;
}

/** The prefix and the paths of the targets, joined with "and"; empty without targets. */
export const joinPaths = (prefix: string, targets: readonly { readonly path: string }[]): string =>
  targets.length === 0 ? '' : `${prefix}${targets.map(({ path }) => path).join(' and ')}`;

/** The document of the token commands: a fingerprint, and the secret itself only with `reveal`. */
export const secretOutcome = (
  { providerId: provider, clock }: Pick<Session, 'providerId' | 'clock'>,
  { secret, rotated, previous, reveal, headline, next }: SecretReport,
): Outcome => {
  const current = secret === undefined ? null : fingerprint(secret);
  const stored = secret !== undefined;
  const before =
    previous === undefined
      ? null
      : { fingerprint: fingerprint(previous.value), acceptUntil: previous.acceptUntil };
  const fields: readonly Field[] = [
    { key: 'provider', value: provider },
    {
      key: 'fingerprint',
      value: current ?? '',
      label: 'Secret',
      shown: stored ? `********  fingerprint ${current ?? 'none: it is short'}` : 'not stored',
    },
    // Without a label, because the headline says it on a terminal.
    { key: 'rotated', value: String(rotated) },
    before === null
      ? { key: 'previous', value: '' }
      : {
          key: 'previous',
          value: `${before.fingerprint ?? ''} until ${before.acceptUntil}`,
          label: 'Previous',
          shown: `fingerprint ${before.fingerprint ?? 'none'}, stored here; expires ${relativeTime(before.acceptUntil, clock.now())}`,
        },
    { key: 'stored', value: String(stored) },
  ];
  const document = { provider, fingerprint: current, rotated, previous: before, stored };
  const summary = { headline, ...(next !== undefined && { next }) };
  if (!reveal || secret === undefined)
    return { data: document, view: { kind: 'fields', fields }, ...summary };
  return {
    data: { ...document, token: secret },
    view: { kind: 'bare', text: secret },
    ...summary,
    reveals: true,
  };
};
