import { AppError, usageError } from '../../../errors.js';
import type { Session } from '../../contract.js';
import { lintAddress } from '../../webhook-address.js';
import { findPersonalData, formatFindings } from './personal-data.js';

type References = readonly (readonly [key: string, value: string])[];

/** Throws AppError `usage` for a lone surrogate, which cannot be percent-encoded. */
const encodeReference = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    throw usageError(
      '--reference contains an invalid character (half of a surrogate pair). Nothing was sent.',
    );
  }
};

/** Adds each reference to the query of the URL, which is not changed otherwise. */
export const withReferences = (url: string, references: References): string => {
  if (references.length === 0) return url;
  const added = references
    .map(([key, value]) => `${encodeReference(key)}=${encodeReference(value)}`)
    .join('&');
  const separator = !url.includes('?') ? '?' : /[?&]$/u.test(url) ? '' : '&';
  return `${url}${separator}${added}`;
};

export interface WebhookAddress {
  /** As it is sent. */
  readonly url: string;
  /** ASCII host. */
  readonly host: string;
  /** Description of the parts that seem to contain personal data, if any. */
  readonly personal: string | undefined;
}

/** Checks a URL and warns about personal data in it. Throws AppError `usage`. */
const checkUrl = (
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
    `The ${name} seems to contain personal data: ${personal}. URLs end up in logs. Use a reference of your own instead.`,
  );
  return { url: sent, host, personal };
};

/** Checks the webhook URL of a process with its references. Throws AppError `usage`. */
export const webhookAddress = (
  session: Pick<Session, 'onLoopback' | 'warn'>,
  typed: string,
  references: References,
  allowPrivate: boolean,
): WebhookAddress => {
  lintAddress(session, typed, allowPrivate);
  return checkUrl(session, withReferences(typed, references), { name: 'webhook URL', allowPrivate });
};

/** Checks the `webhookStepUrl` of a body (the older page "Create a new process"). Throws AppError `usage`. */
export const stepAddress = (
  session: Pick<Session, 'onLoopback' | 'warn'>,
  url: string,
  allowPrivate: boolean,
): WebhookAddress => {
  try {
    return checkUrl(session, url, { name: 'webhookStepUrl of the body', allowPrivate });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw error.with({ message: `The webhookStepUrl of the body: ${error.details.message}` });
  }
};
