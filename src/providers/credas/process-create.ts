import { usageError, type AppError } from '../../errors.js';
import type { JsonValue } from '../../json/value.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { pluralize } from '../../text/pluralize.js';
import { persistAfterChange } from '../persist-after-change.js';
import type { Confirmation } from '../session.js';
import { onUnknownOutcome } from '../unknown-outcome.js';
import { suggestAddress } from '../webhook-address.js';
import { createProcess } from './api.js';
import type { CreatedProcess } from './responses.js';
import type { processCreateInputs } from './inputs.js';
import { readProcessBody, type Contacts, type ProcessBody } from './process/body.js';
import { rememberProcess } from './processes-memory.js';
import { stepAddress, webhookAddress, type WebhookAddress } from './process/webhook-address.js';

const operation = 'process create';
const largestBody = 1024 * 1024;

const amount = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [`  ${String(count)} ${what}`];

const peopleLines = ({ people, byEmail, bySms, inPerson, none, unsaid }: Contacts): readonly string[] => [
  ...amount(byEmail, 'invited by e-mail'),
  ...amount(bySms, 'invited by SMS'),
  ...amount(inPerson, 'in person, without an invitation'),
  ...amount(none, 'without an invitation'),
  ...amount(unsaid, 'whose invitation the body leaves to Credas'),
  ...(people === 0 ? ['  nobody is named in the body'] : []),
];

/** Numbers of people, never names: a confirmation ends up on screens and in logs. */
const confirmation = (
  contacts: Contacts,
  { url, host, personal }: WebhookAddress,
  step: WebhookAddress | undefined,
): Confirmation => ({
  lines: [
    `Credas will start a process for ${pluralize(contacts.people, 'person', 'people')}, which is billed:`,
    ...peopleLines(contacts),
    ...(personal === undefined
      ? [`  results announced to ${url}`]
      : [`  results announced to ${host}`, `  personal data in the webhook URL: ${personal}`]),
    ...(step === undefined ? [] : [`  steps announced to ${step.host}`]),
    ...(step?.personal === undefined ? [] : [`  personal data in the webhookStepUrl: ${step.personal}`]),
  ],
  question: 'Start the process?',
});

const checkUrlOf = (body: ProcessBody, typed: string, url: string): void => {
  if (body.webhookUrl === undefined || body.webhookUrl === typed || body.webhookUrl === url) return;
  throw usageError('The body has a webhookUrl, and it differs from --webhook-url. Nothing was sent.', {
    hint: 'Take it out of the body, or name the same one.',
  });
};

/** A second run could invite the same people again, so the way on is to look first. */
const lookup =
  'It was not repeated: that could invite people twice. Credas documents no list of processes, so look for it in the Credas portal before running this again.';

const send = (
  session: Session,
  body: ProcessBody,
  { url, personal }: WebhookAddress,
): Promise<CreatedProcess> => {
  const sensitiveTexts = personal === undefined ? body.texts : [...body.texts, url];
  const fields: JsonValue = { ...body.fields, webhookUrl: url };
  return createProcess(session.http, fields, { operation, sensitiveTexts }).catch(
    onUnknownOutcome(() => ({ hint: lookup })),
  );
};

/** The failure to remember a process that is there by now, or undefined. */
const remember = (session: Session, { id, entityIds }: CreatedProcess): Promise<AppError | undefined> =>
  persistAfterChange(() => rememberProcess(session, { processId: id, entityIds }), {
    message: `The process ${id} is started, but it could not be remembered`,
    hint: 'Keep its ids: the notice of Credas carries no entity id.',
    next: [
      'webhook-admin credas follow --process',
      id,
      ...entityIds.map((entityId) => `--entity ${entityId}`),
    ].join(' '),
    operation,
  });

/** Starts a process: one call, never a second. People may be invited, so it asks first. */
export const run = async (
  session: Session,
  values: ValuesOf<typeof processCreateInputs>,
): Promise<Outcome> => {
  const address = webhookAddress(session, values.webhookUrl, values.reference, values.allowPrivateUrl);
  const body = readProcessBody(await session.input.read(values.body, largestBody));
  const { url } = address;
  checkUrlOf(body, values.webhookUrl, url);
  const { webhookStepUrl } = body;
  const step =
    webhookStepUrl === undefined ? undefined : stepAddress(session, webhookStepUrl, values.allowPrivateUrl);
  await session.confirm(confirmation(body.contacts, address, step));
  const created = await send(session, body, address);
  const { id, entityIds } = created;
  const failure = await remember(session, created);
  if (created.incomplete) {
    session.warn('Credas does not name the entity of every actor; credas follow looks for them.');
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
          shown: entityIds.length === 0 ? 'none named' : entityIds.join(', '),
        },
        {
          key: 'webhookUrl',
          value: url,
          label: 'URL',
          shown: address.personal === undefined ? url : `at ${address.host}`,
        },
      ],
    },
    headline: `Credas started the process ${id}`,
    notes: ['The webhook URL of a process is fixed: a change is for new processes only.'],
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
