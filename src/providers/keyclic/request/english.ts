import {
  bulletList,
  joinBlocks,
  labeledRows,
  numberedList,
  paragraph,
  type Language,
  type RequestFacts,
} from './message.js';

const count = (events: readonly string[]): string =>
  events.length === 1 ? 'a webhook' : `${events.length} webhooks`;

const triggers: Readonly<Record<string, string>> = {
  reportCreated: 'we create a report',
  reportStateChanged: 'we accept a report',
  operationCreated: 'we create an operation',
  operationStateChanged: 'we assign an operation',
  operationRemoved: 'we remove an operation',
  taskCreated: 'we create a task',
  taskStateChanged: 'we change the state of a task',
};

const triggerFor = (event: string): string =>
  `${Object.hasOwn(triggers, event) ? (triggers[event] ?? '') : 'we trigger it'} (${event})`;

const questions = ({ events, header, unconfirmedEvents }: RequestFacts): readonly string[] => [
  header === undefined
    ? 'Can each delivery have a header with a value that we agree on, so that we know it is yours? If not, may the URL contain a secret? We would then send you that URL separately.'
    : `Can each delivery have the header ${header} with a value that we send you separately, so that we know it is yours? If not, may the URL contain a secret?`,
  'Which response counts as received, how long do you wait for it, and do you retry failed deliveries?',
  'Which IP addresses do you deliver from?',
  ...unconfirmedEvents.map(
    (event) => `Is ${event} an event that you deliver? If not, leave it out and tell us.`,
  ),
  ...(events.length > 1 ? ['Can deliveries arrive out of order?'] : []),
];

const testPlan = ({ events, organization }: RequestFacts): readonly string[] => {
  const single = events.length === 1;
  const place = organization === undefined ? 'in our organization' : `in the organization ${organization}`;
  return [
    `You tell us that the ${single ? 'webhook is' : 'webhooks are'} in place.`,
    `We trigger ${single ? 'the event' : 'each event'} once with test data ${place}: ${events.map(triggerFor).join(', ')}.`,
    `We expect one POST to the URL${single ? '' : ' for each'}, with JSON that has "event" and "payload", and respond with a 2xx status.`,
    'We tell you that it works, or exactly what arrived instead.',
  ];
};

/** The request in English. */
export const english: Language = (facts) => {
  const { events, url, host, organization, app } = facts;
  const single = events.length === 1;
  return {
    subject: `Request for ${count(events)} to ${host}`,
    text: joinBlocks([
      'Hello,',
      paragraph(
        `We would like Keyclic to notify one of our services. Could you create ${single ? 'this webhook' : `these ${count(events)}, each with one event and one URL,`} for us?`,
      ),
      labeledRows([
        ['Organization', organization],
        ['Application key', app],
      ]),
      events
        .map((event) =>
          labeledRows([
            ['Event', event],
            ['URL', url],
          ]),
        )
        .join('\n\n'),
      `${paragraph('Your documentation leaves some questions open. Could you tell us:')}\n${bulletList(questions(facts))}`,
      `How we will test ${single ? 'it' : 'them'}:\n${numberedList(testPlan(facts))}`,
      paragraph('If you have any questions, simply reply to this message.'),
      'Kind regards',
    ]),
  };
};
