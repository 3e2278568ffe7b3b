import type { RotationDependencies } from '../../rotation/rotate.js';
import { fingerprint } from '../../signing/fingerprint.js';
import type { Field, Outcome, Session } from '../contract.js';
import { changeToken, readToken } from './api.js';
import type { PreviousSecret } from '../../rotation/interfaces.js';
import { relativeTime } from '../../text/relative-time.js';

/** What the rotation protocol needs, for Amani. */
export const rotationParts = (session: Session, operation: string): RotationDependencies => ({
  providerName: 'Amani',
  origin: session.origin,
  calls: {
    read: () => readToken(session.http, operation),
    change: () => changeToken(session.http, operation),
  },
  journal: session.rotation,
  secrets: session.secrets,
  files: session.files,
  clock: session.clock,
  signal: session.signal,
  registerSecret: session.registerSecret,
  warn: session.warn,
  recoverCommand: 'webhook-admin amani token recover',
});

export interface TokenReport {
  readonly secret: string | undefined;
  readonly rotated: boolean;
  readonly previous: PreviousSecret | undefined;
  readonly reveal: boolean;
  readonly headline: string;
  readonly next?: string;
}

/** The document of the token commands: a fingerprint, and the secret itself only with `--reveal`. */
export const tokenOutcome = (report: TokenReport, now: Date): Outcome => {
  const { secret, rotated, previous, reveal, headline, next } = report;
  const mark = secret === undefined ? null : fingerprint(secret);
  const stored = secret !== undefined;
  const before =
    previous === undefined
      ? null
      : { fingerprint: fingerprint(previous.value), acceptUntil: previous.acceptUntil };
  const fields: readonly Field[] = [
    { key: 'provider', value: 'amani' },
    {
      key: 'fingerprint',
      value: mark ?? '',
      label: 'Secret',
      shown: stored ? `********  fingerprint ${mark ?? 'none: it is short'}` : 'not stored',
    },
    // People read it in the headline.
    { key: 'rotated', value: String(rotated) },
    before === null
      ? { key: 'previous', value: '' }
      : {
          key: 'previous',
          value: `${before.fingerprint ?? ''} until ${before.acceptUntil}`,
          label: 'Previous',
          shown: `fingerprint ${before.fingerprint ?? 'none'}, kept here; expires ${relativeTime(before.acceptUntil, now)}`,
        },
    { key: 'stored', value: String(stored) },
  ];
  const document = { provider: 'amani', fingerprint: mark, rotated, previous: before, stored };
  const words = { headline, ...(next !== undefined && { next }) };
  if (!reveal || secret === undefined) return { data: document, view: { kind: 'fields', fields }, ...words };
  return {
    data: { ...document, token: secret },
    view: { kind: 'bare', text: secret },
    ...words,
    reveals: true,
  };
};
