import { lintWebhookUrl, type LintedWebhookUrl } from '../http/webhook-url.js';
import type { Suggestion } from './contract.js';
import type { Session } from './session.js';

type Location = Pick<Session, 'onLoopback'>;

/** Checks a webhook URL. Throws AppError `usage` for a URL that deliveries must not go to. */
export const lintAddress = (session: Location, url: string, allowPrivate: boolean): LintedWebhookUrl =>
  lintWebhookUrl(url, { allowPrivate, loopbackAllowed: session.onLoopback });

/** Returns the webhook URL as typed and prints its warnings. Throws AppError `usage`. */
export const checkAddress = (
  session: Location & Pick<Session, 'warn'>,
  url: string,
  allowPrivate: boolean,
): string => {
  const linted = lintAddress(session, url, allowPrivate);
  for (const warning of linted.warnings) session.warn(warning);
  return linted.url;
};

/** The same check for the question that asks for the URL. */
export const suggestAddress = (session: Location, allowPrivate: boolean | undefined): Suggestion => ({
  validate: (url) => lintAddress(session, url, allowPrivate === true),
});
