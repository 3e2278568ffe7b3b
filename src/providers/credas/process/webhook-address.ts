import { AppError, usageError } from '../../../errors.js';
import type { Session } from '../../contract.js';
import { lintAddress } from '../../webhook-address.js';
import { findPersonalData, formatFindings } from './personal-data.js';

type References = readonly (readonly [key: string, value: string])[];

/** Percent-encoded as in a query; AppError `usage` for half of a character, which has no encoding. */
const encoded = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    throw usageError('--reference holds half of a character. Nothing was sent.');
  }
};

/** The URL with each reference as a parameter of its query; what is there stays as it is. */
export const withReferences = (url: string, references: References): string => {
  if (references.length === 0) return url;
  const added = references.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&');
  const joint = !url.includes('?') ? '?' : /[?&]$/u.test(url) ? '' : '&';
  return `${url}${joint}${added}`;
};

export interface WebhookAddress {
  /** Exactly what is sent. */
  readonly url: string;
  /** Host as it goes over the wire. */
  readonly host: string;
  /** Places in it that seem to hold personal data, in words; undefined where there are none. */
  readonly personal: string | undefined;
}

/** Checks a URL that Credas is to call, and warns about what is better not in one. AppError `usage`. */
const checked = (
  session: Pick<Session, 'onLoopback' | 'warn'>,
  url: string,
  { name, allowPrivate }: { readonly name: string; readonly allowPrivate: boolean },
): WebhookAddress => {
  const { url: sent, host, warnings } = lintAddress(session, url, allowPrivate);
  for (const warning of warnings) session.warn(warning);
  const found = findPersonalData(sent);
  if (found.length === 0) return { url: sent, host, personal: undefined };
  const personal = formatFindings(found);
  session.warn(
    `The ${name} seems to hold personal data: ${personal}. URLs end up in logs; a reference of your own says as much.`,
  );
  return { url: sent, host, personal };
};

/** Where a process is to deliver. AppError `usage`. */
export const webhookAddress = (
  session: Pick<Session, 'onLoopback' | 'warn'>,
  typed: string,
  references: References,
  allowPrivate: boolean,
): WebhookAddress => {
  lintAddress(session, typed, allowPrivate);
  return checked(session, withReferences(typed, references), { name: 'webhook URL', allowPrivate });
};

/** The second URL that a body may have, for journeys with webhook steps (the older "Create a new process"). */
export const stepAddress = (
  session: Pick<Session, 'onLoopback' | 'warn'>,
  url: string,
  allowPrivate: boolean,
): WebhookAddress => {
  try {
    return checked(session, url, { name: 'webhookStepUrl of the body', allowPrivate });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw error.with({ message: `The webhookStepUrl of the body: ${error.details.message}` });
  }
};
