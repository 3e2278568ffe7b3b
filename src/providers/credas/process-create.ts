import { usageError, type AppError } from '../../errors.js';
import type { JsonValue } from '../../json/value.js';
import { pluralize } from '../../text/pluralize.js';
import { onUnknownOutcome, persistAfterChange } from '../change-failures.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import type { Confirmation } from '../session.js';
import { suggestAddress } from '../webhook-address.js';
import { createProcess } from './api.js';
import type { processCreateInputs } from './inputs.js';
import { readProcessBody, type Contacts, type ProcessBody } from './process/body.js';
import { stepAddress, webhookAddress, type WebhookAddress } from './process/webhook-address.js';
import { rememberProcess } from './processes-memory.js';
import type { CreatedProcess } from './responses.js';

const operation = 'process create';
const maxBodyBytes = 1024 * 1024;

const contactLines = (contacts: Contacts): readonly string[] => {
  if (contacts.people === 0) return ['  no people in the body'];
  const { byEmail, bySms, inPerson, none, unspecified } = contacts;
  const groups = [
    [byEmail, 'invited by email'],
    [bySms, 'invited by SMS'],
    [inPerson, 'in person, without an invitation'],
    [none, 'without an invitation'],
    [unspecified, 'invited or not as Credas decides'],
  ] as const;
  return groups.flatMap(([count, description]) => (count === 0 ? [] : [`  ${String(count)} ${description}`]));
};

/** Counts people and does not name them: a confirmation may be logged. */
const confirmation = (
  contacts: Contacts,
  { url, host, personal }: WebhookAddress,
  step: WebhookAddress | undefined,
): Confirmation => ({
  lines: [
    `Credas will start and bill a process for ${pluralize(contacts.people, 'person', 'people')}:`,
    ...contactLines(contacts),
    ...(personal === undefined
      ? [`  webhook URL: ${url}`]
      : [`  webhook host: ${host}`, `  personal data in the webhook URL: ${personal}`]),
    ...(step === undefined ? [] : [`  webhookStepUrl host: ${step.host}`]),
    ...(step?.personal === undefined ? [] : [`  personal data in the webhookStepUrl: ${step.personal}`]),
  ],
  question: 'Start the process?',
});

const send = (
  session: Session,
  body: ProcessBody,
  { url, personal }: WebhookAddress,
): Promise<CreatedProcess> => {
  const sensitiveTexts = personal === undefined ? body.sensitiveTexts : [...body.sensitiveTexts, url];
  const fields: JsonValue = { ...body.fields, webhookUrl: url };
  return createProcess(session.http, fields, { operation, sensitiveTexts }).catch(
    onUnknownOutcome(() => ({
      hint: 'It was not retried, because that could invite people twice. Look for the process in the Credas portal before you run this again.',
    })),
  );
};

/** Resolves to the failure to save the ids of a started process, or to undefined. */
const remember = (session: Session, { id, entityIds }: CreatedProcess): Promise<AppError | undefined> =>
  persistAfterChange(() => rememberProcess(session, { processId: id, entityIds }), {
    message: `Process ${id} was started, but its ids could not be saved`,
    hint: 'Keep the ids: deliveries of Credas do not include entity ids.',
    next: [
      `webhook-admin credas follow --process ${id}`,
      ...entityIds.map((entityId) => `--entity ${entityId}`),
    ].join(' '),
    operation,
  });

/** Starts a process with one request, which is never repeated. Asks first, because people may be invited. */
export const run = async (
  session: Session,
  values: ValuesOf<typeof processCreateInputs>,
): Promise<Outcome> => {
  const address = webhookAddress(session, values.webhookUrl, values.reference, values.allowPrivateUrl);
  const body = readProcessBody(await session.input.read(values.body, maxBodyBytes));
  const { url } = address;
  const { webhookUrl: bodyUrl, webhookStepUrl } = body;
  if (bodyUrl !== undefined && bodyUrl !== values.webhookUrl && bodyUrl !== url) {
    throw usageError('The webhookUrl of the body differs from --webhook-url. Nothing was sent.', {
      hint: 'Remove it from the body, or use the same URL.',
    });
  }
  const step =
    webhookStepUrl === undefined ? undefined : stepAddress(session, webhookStepUrl, values.allowPrivateUrl);
  await session.confirm(confirmation(body.contacts, address, step));
  const created = await send(session, body, address);
  const { id, entityIds } = created;
  const failure = await remember(session, created);
  if (created.isMissingEntityIds) {
    session.warn('Credas did not return an entity id for every actor. credas follow looks for them.');
  }
  return {
    data: { processId: id, entities: entityIds.map((entityId) => ({ entityId })), webhookUrl: url },
    view: {
      kind: 'fields',
      fields: [
        { key: 'processId', value: id, label: 'Process' },
        {
          key: 'entityIds',
          value: entityIds.join(','),
          label: 'Entities',
          shown: entityIds.length === 0 ? 'none' : entityIds.join(', '),
        },
        {
          key: 'webhookUrl',
          value: url,
          label: 'URL',
          shown: address.personal === undefined ? url : `at ${address.host}`,
        },
      ],
    },
    headline: `Started process ${id}`,
    notes: ['The webhook URL of this process cannot be changed.'],
    ...(failure === undefined
      ? {
          next: `get the results once it is complete: webhook-admin credas follow --process ${id} --wait 10m`,
        }
      : { failure }),
  };
};

export const suggest = (
  session: Session,
  typed: Partial<ValuesOf<typeof processCreateInputs>>,
): Promise<Suggestions<typeof processCreateInputs>> =>
  Promise.resolve({ webhookUrl: suggestAddress(session, typed.allowPrivateUrl) });
