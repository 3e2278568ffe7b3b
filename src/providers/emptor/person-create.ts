import type { AppError } from '../../errors.js';
import { readBodyFile } from '../body-file.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { persistAfterChange } from '../persist-after-change.js';
import { onUnknownOutcome } from '../unknown-outcome.js';
import { checkAddress, suggestAddress } from '../webhook-address.js';
import { createPerson } from './api.js';
import type { personCreateInputs } from './inputs.js';
import { checkWebhookFields, personTexts, withWebhook, type WantedWebhook } from './person-body.js';
import type { HeaderKey } from './settings.js';

type Inputs = typeof personCreateInputs;

const largestBody = 5 * 1024 * 1024;
const operation = 'person create';

export const suggest = (
  session: Session<HeaderKey>,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> =>
  Promise.resolve({ webhookUrl: suggestAddress(session, typed.allowPrivateUrl) });

/** The lines of the confirmation: what happens, and where results go. Nothing of the person. */
const consequences = (
  country: string,
  { url, details, header }: WantedWebhook,
  willStore: boolean,
): readonly string[] => [
  'Emptor starts checks of a person, which may be billed, and there is no documented way back:',
  `  * country   ${country}`,
  `  * delivery  ${url}  (${details ? 'status and reports' : 'status only'})`,
  ...(header === undefined
    ? []
    : [
        `  * header    ${header[0]}, with ${willStore ? 'the value just given' : 'the value of HEADER_VALUE'}`,
      ]),
];

const lookup =
  "A second time could create, check and bill the person twice. Emptor documents no list of persons, so look in Emptor's dashboard before running it again.";

/** The usual hint says less; that of a redirect says something else. */
const withLookup = ({ failure, details: { hint } }: AppError): { readonly hint: string } => ({
  hint: failure === 'partial' || hint === undefined ? lookup : `${hint} ${lookup}`,
});

/** What is next: the setting that deliveries are checked by, or the status. */
const nextStep = (
  session: Session<HeaderKey>,
  header: string | undefined,
  personId: string,
  country: string,
): string =>
  header === undefined || session.setting('header')?.toLowerCase() === header.toLowerCase()
    ? `see how far it is: webhook-admin emptor status ${personId} --country ${country}`
    : `say which header deliveries carry: webhook-admin config set emptor.header ${header}`;

/** Creates a person whose folder, once complete, is posted to a URL of its own. One request, whatever happens. */
export const run = async (session: Session<HeaderKey>, values: ValuesOf<Inputs>): Promise<Outcome> => {
  const url = checkAddress(session, values.webhookUrl, values.allowPrivateUrl);
  const country = values.country.toUpperCase();
  const body = readBodyFile(await session.input.read(values.body, largestBody));
  checkWebhookFields(body, { url, details: values.webhookDetails });

  const name = values.webhookHeader;
  // A value of the environment stays there; one that is typed is needed again to check deliveries.
  const willStore = name !== undefined && session.secrets.current() === undefined;
  if (willStore && !session.dryRun) await session.assertStoreWritable();
  const secret = name === undefined ? undefined : await session.requireSecret('headerValue');
  const webhook: WantedWebhook = {
    url,
    details: values.webhookDetails,
    header: name === undefined || secret === undefined ? undefined : [name, secret],
  };
  await session.confirm({ lines: consequences(country, webhook, willStore), question: 'Create the person?' });

  const personId = await createPerson(session.http, {
    country,
    body: withWebhook(body, webhook),
    secretFields: name === undefined ? [] : [name],
    sensitiveTexts: personTexts(body),
  }).catch(onUnknownOutcome(withLookup));
  const failure =
    willStore && secret !== undefined
      ? await persistAfterChange(() => session.secrets.store(secret, undefined), {
          message: 'Emptor created the person, but this machine could not keep the value of the header',
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
    headline: 'Emptor created the person and posts the result when its checks are complete',
    ...(willStore && {
      notes: ['The value of the header is stored on this machine, to check deliveries with'],
    }),
    next: nextStep(session, name, personId, country),
    ...(failure !== undefined && { failure }),
  };
};
