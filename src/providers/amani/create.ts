import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { listEvents } from './api.js';
import type { createInputs } from './inputs.js';
import { checkEvents, describeEvent } from './event-names.js';
import { checkAddress, suggestAddress } from '../webhook-address.js';
import { register } from './register.js';
import { differences, eventMap, remembered } from './registration.js';

type Inputs = typeof createInputs;

export const suggest = async (
  session: Session,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> => {
  const before = remembered(session);
  const live = await listEvents(session.http, 'create');
  return {
    url: {
      ...(before !== undefined && { initial: before.url }),
      ...suggestAddress(session, typed.allowPrivateUrl),
    },
    event: {
      choices: live.map((name) => ({
        value: name,
        label: describeEvent(name) === '' ? name : `${name}  ${describeEvent(name)}`,
        checked: before?.events[name] ?? false,
      })),
    },
  };
};

/** Registers the account's webhook, or replaces it after a confirmation. */
export const run = async (session: Session<'tokenHeader'>, values: ValuesOf<Inputs>): Promise<Outcome> => {
  const url = checkAddress(session, values.url, values.allowPrivateUrl);
  const live = await listEvents(session.http, 'create');
  checkEvents(values.event, live);
  const wanted = {
    url,
    signature: values.signature ?? true,
    events: eventMap(live, values.allEvents ? live : values.event),
  };
  const before = remembered(session);
  const changes = before === undefined ? [] : differences(before, wanted);
  if (changes.length > 0) {
    await session.confirm({
      lines: ['An Amani account has one webhook. This replaces it:', ...changes],
      question: 'Replace it?',
    });
  }
  return register(session, wanted, 'create');
};
