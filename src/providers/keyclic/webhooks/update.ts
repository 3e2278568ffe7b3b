import type { Outcome, Session, Suggestions, ValuesOf } from '../../contract.js';
import { checkAddress, suggestAddress } from '../../webhook-address.js';
import type { webhooksUpdateInputs } from '../inputs.js';
import {
  differenceError,
  describeDelivery,
  describeWebhook,
  listCommand,
  suggestList,
  warnAboutEvent,
} from './view.js';
import { patchWebhook } from './api.js';

type Inputs = typeof webhooksUpdateInputs;

export const suggest = (
  session: Session,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> => Promise.resolve({ url: suggestAddress(session, typed.allowPrivateUrl) });

/** Changes the event or URL of a webhook with the removed API. */
export const run = async (session: Session, values: ValuesOf<Inputs>): Promise<Outcome> => {
  const { webhook: id, event } = values;
  const url =
    values.url === undefined ? undefined : checkAddress(session, values.url, values.allowPrivateUrl);
  if (event !== undefined) warnAboutEvent(session, event);
  const webhook = await patchWebhook(session.http, id, { event, url }).catch(suggestList);
  const failure = differenceError(webhook, { event, url }, 'webhooks update');
  return {
    ...describeWebhook(session, webhook),
    headline: describeDelivery(webhook),
    next: listCommand,
    ...(failure !== undefined && { failure }),
  };
};
