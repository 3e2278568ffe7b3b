import type { Outcome, Session, ValuesOf } from '../contract.js';
import { checkAddress } from '../webhook-address.js';
import type { webhooksCreateInputs } from './inputs.js';
import { answerDiffers, describeWebhook, warnOfEvent } from './webhook-view.js';
import { postWebhook } from './webhooks-api.js';

/** Makes one webhook through the removed API: one event, one URL. */
export const run = async (
  session: Session,
  values: ValuesOf<typeof webhooksCreateInputs>,
): Promise<Outcome> => {
  const { event, organization } = values;
  const url = checkAddress(session, values.url, values.allowPrivateUrl);
  warnOfEvent(session, event);
  const webhook = await postWebhook(session.http, { event, organization, url });
  const failure = answerDiffers(webhook, { event, url }, 'webhooks create');
  return {
    ...describeWebhook(session, webhook),
    headline: `Keyclic delivers ${webhook.event} to ${webhook.url}`,
    ...(failure !== undefined && { failure }),
  };
};
