import { lintWebhookUrl, type LintedWebhookUrl } from '../http/webhook-url.js';
import type { Suggestion } from './contract.js';
import type { Session } from './session.js';

type Place = Pick<Session, 'onLoopback'>;

/** What is to be said of a URL; AppError `usage` for one that deliveries must not go to. */
export const lintAddress = (session: Place, url: string, allowPrivate: boolean): LintedWebhookUrl =>
  lintWebhookUrl(url, { allowPrivate, loopbackAllowed: session.onLoopback });

/** Where deliveries are to go, as typed; warnings are shown. AppError `usage`. */
export const checkAddress = (
  session: Place & Pick<Session, 'warn'>,
  url: string,
  allowPrivate: boolean,
): string => {
  const linted = lintAddress(session, url, allowPrivate);
  for (const warning of linted.warnings) session.warn(warning);
  return linted.url;
};

/** The same check at the question for it. */
export const suggestAddress = (session: Place, allowPrivate: boolean | undefined): Suggestion => ({
  validate: (url) => lintAddress(session, url, allowPrivate === true),
});
