import type { Outcome, Session, Suggestions, ValuesOf } from '../../contract.js';
import { checkAddress, suggestAddress } from '../../webhook-address.js';
import type { webhooksCreateInputs } from '../inputs.js';
import {
  differenceError,
  describeDelivery,
  describeWebhook,
  listCommand,
  suggestList,
  warnAboutEvent,
} from './view.js';
import { postWebhook } from './api.js';

type Inputs = typeof webhooksCreateInputs;

export const suggest = (
  session: Session,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> => Promise.resolve({ url: suggestAddress(session, typed.allowPrivateUrl) });

/** Creates a webhook with the removed API. */
export const run = async (session: Session, values: ValuesOf<Inputs>): Promise<Outcome> => {
  const { event, organization } = values;
  const url = checkAddress(session, values.url, values.allowPrivateUrl);
  warnAboutEvent(session, event);
  const webhook = await postWebhook(session.http, { event, organization, url }).catch(suggestList);
  const failure = differenceError(webhook, { event, url }, 'webhooks create');
  return {
    ...describeWebhook(session, webhook),
    headline: describeDelivery(webhook),
    next: listCommand,
    ...(failure !== undefined && { failure }),
  };
};
