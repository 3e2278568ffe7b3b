import type { AppError } from '../../errors.js';
import { readBodyFile } from '../body-file.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { onUnknownOutcome, persistAfterChange } from '../change-failures.js';
import { checkAddress, suggestAddress } from '../webhook-address.js';
import { createPerson } from './api.js';
import type { personCreateInputs } from './inputs.js';
import { validateWebhookFields, personStrings, withWebhook, type PersonWebhook } from './person-body.js';
import type { HeaderKey } from './settings.js';

type Inputs = typeof personCreateInputs;

const maxBodyBytes = 5 * 1024 * 1024;
const operation = 'person create';

export const suggest = (
  session: Session<HeaderKey>,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> =>
  Promise.resolve({ webhookUrl: suggestAddress(session, typed.allowPrivateUrl) });

/** The lines of the confirmation. Has nothing about the person. */
const confirmationLines = (
  country: string,
  { url, details, header }: PersonWebhook,
  willStore: boolean,
): readonly string[] => [
  'Emptor will start checks of a person, which may be billed and cannot be undone:',
  `  * country   ${country}`,
  `  * delivery  ${url}  (${details ? 'status and reports' : 'status only'})`,
  ...(header === undefined
    ? []
    : [
        `  * header    ${header[0]}, with ${willStore ? 'the value you just entered' : 'the value of HEADER_VALUE'}`,
      ]),
];

const retryHint =
  "Running it again could create, check and bill the person twice. Emptor documents no list of persons, so check Emptor's dashboard first.";

/** Adds to the hint of a redirect, and replaces the default hint. */
const withRetryHint = ({ failure, details: { hint } }: AppError): { readonly hint: string } => ({
  hint: failure === 'partial' || hint === undefined ? retryHint : `${hint} ${retryHint}`,
});

/** The next step: the setting that verifies deliveries, or the status. */
const nextStep = (
  session: Session<HeaderKey>,
  header: string | undefined,
  personId: string,
  country: string,
): string =>
  header === undefined || session.setting('header')?.toLowerCase() === header.toLowerCase()
    ? `check the status: webhook-admin emptor status ${personId} --country ${country}`
    : `set the header that deliveries must have: webhook-admin config set emptor.header ${header}`;

/** Creates a person with its own webhook. Sends one request, which is never repeated. */
export const run = async (session: Session<HeaderKey>, values: ValuesOf<Inputs>): Promise<Outcome> => {
  const url = checkAddress(session, values.webhookUrl, values.allowPrivateUrl);
  const country = values.country.toUpperCase();
  const body = readBodyFile(await session.input.read(values.body, maxBodyBytes));
  validateWebhookFields(body, { url, details: values.webhookDetails });

  const name = values.webhookHeader;
  // A value that is typed is stored, because it verifies deliveries later.
  const willStore = name !== undefined && session.secrets.current() === undefined;
  if (willStore && !session.dryRun) await session.assertStoreWritable();
  const secret = name === undefined ? undefined : await session.requireSecret('headerValue');
  const webhook: PersonWebhook = {
    url,
    details: values.webhookDetails,
    header: name === undefined || secret === undefined ? undefined : [name, secret],
  };
  await session.confirm({
    lines: confirmationLines(country, webhook, willStore),
    question: 'Create the person?',
  });

  const personId = await createPerson(session.http, {
    country,
    body: withWebhook(body, webhook),
    secretFields: name === undefined ? [] : [name],
    sensitiveTexts: personStrings(body),
  }).catch(onUnknownOutcome(withRetryHint));
  const failure =
    willStore && secret !== undefined
      ? await persistAfterChange(() => session.secrets.store(secret, undefined), {
          message:
            'Emptor created the person, but the value of the header could not be stored on this machine',
          operation,
          next: `webhook-admin emptor status ${personId} --country ${country}`,
        })
      : undefined;
  return {
    data: { personId, webhookUrl: url },
    view: {
      kind: 'fields',
      fields: [
        { key: 'personId', value: personId, label: 'Person' },
        {
          key: 'webhookUrl',
          value: url,
          label: 'Delivery',
          shown: `${url}  (${webhook.details ? 'status and reports' : 'status only'})`,
        },
      ],
    },
    headline: 'Emptor created the person, and will send the result when its checks are complete',
    ...(willStore && {
      notes: ['The value of the header is stored on this machine, to verify deliveries'],
    }),
    next: nextStep(session, name, personId, country),
    ...(failure !== undefined && { failure }),
  };
};
