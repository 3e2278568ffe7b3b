import type { Outcome, Session, Suggestions, ValuesOf } from '../../contract.js';
import { checkAddress, suggestAddress } from '../../webhook-address.js';
import type { webhooksCreateInputs } from '../inputs.js';
import { answerDiffers, deliverySentence, describeWebhook, list, lookFirst, warnOfEvent } from './view.js';
import { postWebhook } from './api.js';

type Inputs = typeof webhooksCreateInputs;

export const suggest = (
  session: Session,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> => Promise.resolve({ url: suggestAddress(session, typed.allowPrivateUrl) });

/** Makes one webhook through the removed API: one event, one URL. */
export const run = async (session: Session, values: ValuesOf<Inputs>): Promise<Outcome> => {
  const { event, organization } = values;
  const url = checkAddress(session, values.url, values.allowPrivateUrl);
  warnOfEvent(session, event);
  const webhook = await postWebhook(session.http, { event, organization, url }).catch(lookFirst);
  const failure = answerDiffers(webhook, { event, url }, 'webhooks create');
  return {
    ...describeWebhook(session, webhook),
    headline: deliverySentence(webhook),
    next: list,
    ...(failure !== undefined && { failure }),
  };
};
