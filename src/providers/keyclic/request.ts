import { AppError, usageError } from '../../errors.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { assertTargetWritable, writeTarget } from '../output-file.js';
import { lintAddress, suggestAddress } from '../webhook-address.js';
import { createEml } from './request/eml.js';
import type { requestInputs } from './inputs.js';
import { knownEvent, currentNames } from './events.js';
import { languageOf } from './request/languages.js';
import { requestText } from './request/message.js';
import { draftedRequests, rememberRequest, type DraftedRequest } from './show.js';

type Inputs = typeof requestInputs;
type Keys = 'contact' | 'organization' | 'app' | 'header';

const eventLabel = (name: string): string => {
  const known = knownEvent(name);
  return `${name}  ${known?.description ?? ''}${known?.state === 'newer' ? '  (newer: on no page)' : ''}`;
};

export const suggest = (
  session: Session,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> => {
  // Fails before the questions when the request could not be stored.
  draftedRequests(session);
  return Promise.resolve({
    event: {
      choices: currentNames.map((name) => ({ value: name, label: eventLabel(name) })),
    },
    url: suggestAddress(session, typed.allowPrivateUrl),
  });
};

/** Warns about names that the page does not list. They stay in the request: Keyclic decides. */
const warnAboutEvents = (session: Session, events: readonly string[]): void => {
  for (const name of events) {
    const known = knownEvent(name);
    if (known === undefined) {
      session.warn(
        `No page of Keyclic has the event "${name}". It is in the request as typed. To list the known events: webhook-admin keyclic events`,
      );
    } else if (known.note !== null) session.warn(`${name}: ${known.note}`);
  }
};

const sendingNote = (recipient: string | undefined): string =>
  recipient === undefined
    ? 'Send it to your contact at Keyclic. To store the address: webhook-admin config set keyclic.contact ADDRESS'
    : `Send it to ${recipient}; this command sent nothing`;

/** Stores the request. When that fails, the AppError has the file that was already written. */
const remember = async (
  session: Session<Keys>,
  request: DraftedRequest,
  output: string | undefined,
): Promise<void> => {
  try {
    await rememberRequest(session, request);
  } catch (error) {
    if (output === undefined || !(error instanceof AppError)) throw error;
    const { message, hint } = error.details;
    throw error.with({
      message: `The message is in ${output}, but the request could not be stored.`,
      // Its "Nothing was changed" is about the store only.
      hint: ['The store:', message, ...(hint === undefined ? [] : [hint])].join(' '),
    });
  }
};

/** Drafts the message that asks Keyclic for webhooks, and stores that it was drafted. */
export const run = async (session: Session<Keys>, values: ValuesOf<Inputs>): Promise<Outcome> => {
  // Fails before the message is written when the request could not be stored.
  draftedRequests(session);
  if (!session.dryRun) await session.assertStoreWritable();
  const { url, host, warnings } = lintAddress(session, values.url, values.allowPrivateUrl);
  if (values.force && values.output === undefined) {
    throw usageError('--force requires --output. Nothing was written.');
  }
  const events = [...new Set(values.event)];
  const [format, language] = [values.format ?? 'text', values.language ?? 'en'];
  const output = values.output === undefined ? undefined : session.files.absolute(values.output);
  if (values.output !== undefined) await assertTargetWritable(session, values.output, values.force);
  for (const warning of warnings) session.warn(warning);
  warnAboutEvents(session, events);

  const recipient = session.setting('contact');
  const texts = languageOf(language);
  const facts = {
    events,
    url,
    host,
    organization: session.setting('organization'),
    app: session.setting('app'),
    header: session.setting('header'),
    unconfirmedEvents: events.filter((name) => knownEvent(name)?.note !== null),
  };
  const [subject, text] = [texts.subject(facts), requestText(texts, facts)];
  const now = session.clock.now();
  const draftedAt = now.toISOString();
  const eml = format === 'eml' ? createEml({ to: recipient, subject, text, language, date: now }) : undefined;
  const shown =
    eml ??
    [
      ...(recipient === undefined ? [] : [`${texts.to} ${recipient}`]),
      `${texts.subjectLabel} ${subject}`,
      '',
      text,
    ].join('\n');

  if (output !== undefined) {
    await writeTarget(session, output, new TextEncoder().encode(shown), values.force);
  }
  if (!session.dryRun) {
    await remember(session, { events, url, language, recipient: recipient ?? null, draftedAt }, output);
  }
  return {
    data: {
      provider: session.providerId,
      state: 'request-drafted',
      recipient: recipient ?? null,
      subject,
      text,
      events,
      url,
      language,
      draftedAt,
      ...(eml !== undefined && { eml }),
      ...(output !== undefined && { output }),
    },
    view:
      output === undefined || session.dryRun
        ? { kind: 'bare', text: shown }
        : {
            kind: 'fields',
            fields: [
              { key: 'subject', value: subject, label: 'Subject' },
              { key: 'output', value: output, label: 'File' },
            ],
          },
    headline: session.dryRun
      ? 'Dry run: nothing was written or stored'
      : `Drafted the request${output === undefined ? '' : ` and wrote it to ${output}`}`,
    notes: [sendingNote(recipient)],
    ...(!session.dryRun && { next: 'see what was requested and when: webhook-admin keyclic show' }),
  };
};
