import { usageError } from '../../errors.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { listEvents, type WantedWebhook } from './api.js';
import { checkEvents, checkNotBoth } from './event-names.js';
import type { updateInputs } from './inputs.js';
import { checkAddress } from '../webhook-address.js';
import { register } from './register.js';
import { differences, eventMap, remembered, type ConfirmedWebhook } from './registration.js';
import { suggest as suggestForCreate } from './create.js';

type Inputs = typeof updateInputs;
type Values = ValuesOf<Inputs>;

export const suggest = async (session: Session, typed: Partial<Values>): Promise<Suggestions<Inputs>> => {
  const { url, event } = await suggestForCreate(session, typed);
  const before = remembered(session);
  return {
    ...(url !== undefined && { url }),
    ...(event !== undefined && { event }),
    signature: { initial: before?.signature === false ? 'no' : 'yes' },
  };
};

/** Without a saved state, throws AppError `usage` that names the missing options. */
const checkComplete = (values: Values): void => {
  const missing = [
    ...(values.url === undefined ? ['--url'] : []),
    ...(values.event.length === 0 && !values.allEvents ? ['--event or --all-events'] : []),
    ...(values.signature === undefined ? ['--signature or --no-signature'] : []),
  ];
  if (missing.length === 0) return;
  throw usageError(`Missing: ${missing.join(', and ')}. Nothing was sent.`, {
    hint: 'Amani has no call that reads a webhook, and no state is saved here, so an update needs every option.',
    next: 'webhook-admin amani create --help',
    provider: 'amani',
    operation: 'update',
    missing,
  });
};

const chosenEvents = (
  values: Values,
  live: readonly string[],
  before: ConfirmedWebhook | undefined,
): readonly string[] => {
  if (values.allEvents) return live;
  if (values.event.length > 0) return values.event;
  const on = live.filter((name) => before?.events[name] === true);
  return [...on, ...values.enable].filter((name) => !values.disable.includes(name));
};

/** Warnings about changes that stop or weaken deliveries; any of them needs a confirmation. */
const warningsFor = (before: WantedWebhook, after: WantedWebhook): readonly string[] => [
  ...(Object.keys(before.events).some((name) => before.events[name] === true && after.events[name] !== true)
    ? ['Deliveries of an event that is turned off stop immediately.']
    : []),
  ...(before.signature && !after.signature
    ? [
        'Without a signature, a header carries the secret itself, and receivers must check that header instead.',
      ]
    : []),
  ...(new URL(before.url).host === new URL(after.url).host
    ? []
    : ['Deliveries go to another host immediately.']),
];

/** Changes part of the webhook. The request has all of it: Amani may turn off events that it lacks. */
export const run = async (session: Session<'tokenHeader'>, values: Values): Promise<Outcome> => {
  checkNotBoth(values.enable, values.disable);
  const before = remembered(session);
  if (before === undefined) checkComplete(values);
  const url =
    values.url === undefined
      ? (before?.url ?? '')
      : checkAddress(session, values.url, values.allowPrivateUrl);
  const live = await listEvents(session.http, 'update');
  checkEvents([...values.event, ...values.enable, ...values.disable], live);
  const wanted = {
    url,
    signature: values.signature ?? before?.signature ?? true,
    events: eventMap(live, chosenEvents(values, live, before)),
  };
  const warnings = before === undefined ? [] : warningsFor(before, wanted);
  if (before !== undefined && warnings.length > 0) {
    await session.confirm({
      lines: ['Amani will change:', ...differences(before, wanted), ...warnings],
      question: 'Continue?',
    });
  }
  return register(session, wanted, 'update');
};
