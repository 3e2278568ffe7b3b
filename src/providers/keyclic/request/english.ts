import { labelled, letter, paragraph, points, steps, type Language, type RequestFacts } from './message.js';

const count = (events: readonly string[]): string =>
  events.length === 1 ? 'a webhook' : `${events.length} webhooks`;

const causes: Readonly<Record<string, string>> = {
  reportCreated: 'we create a report',
  reportStateChanged: 'we accept a report',
  operationCreated: 'we create an operation',
  operationStateChanged: 'we assign an operation',
  operationRemoved: 'we remove an operation',
  taskCreated: 'we create a task',
  taskStateChanged: 'we change the state of a task',
};

const causeOf = (event: string): string =>
  `${Object.hasOwn(causes, event) ? (causes[event] ?? '') : 'we make it happen'} (${event})`;

const questions = ({ events, header, unconfirmedEvents: doubtful }: RequestFacts): readonly string[] => [
  header === undefined
    ? 'Can each delivery carry a header with a value that we agree on, so that we know it is yours? If not, is it fine when the URL holds a secret? We would then send you that URL separately.'
    : `Can each delivery carry the header ${header} with a value that we send you separately, so that we know it is yours? If not, is it fine when the URL holds a secret?`,
  'Which answer of ours counts as received, how long do you wait for it, and is a delivery that fails sent again?',
  'From which IP addresses do you deliver?',
  ...doubtful.map((event) => `Is ${event} an event that you deliver? If not, leave it out and tell us.`),
  ...(events.length > 1 ? ['Can deliveries arrive in another order than things happened?'] : []),
];

const testPlan = ({ events, organization }: RequestFacts): readonly string[] => {
  const one = events.length === 1;
  const inside = organization === undefined ? 'in our organization' : `in the organization ${organization}`;
  return [
    `You tell us that the ${one ? 'webhook is' : 'webhooks are'} there.`,
    `We make ${one ? 'the event' : 'each event'} happen once with test data ${inside}: ${events.map(causeOf).join(', ')}.`,
    `We expect one POST to the URL${one ? '' : ' for each'}, with JSON that holds "event" and "payload", and answer it with a 2xx status.`,
    'We tell you that it works, or exactly what arrived instead.',
  ];
};

/** The request in English. */
export const english: Language = (facts) => {
  const { events, url, host, organization, app } = facts;
  const one = events.length === 1;
  return {
    subject: `Request for ${count(events)} to ${host}`,
    text: letter([
      'Hello,',
      paragraph(
        `We would like Keyclic to notify a service of ours. Could you create ${one ? 'this webhook' : `these ${count(events)}, each with one event and one URL,`} for us?`,
      ),
      labelled([
        ['Organization', organization],
        ['Application key', app],
      ]),
      events
        .map((event) =>
          labelled([
            ['Event', event],
            ['URL', url],
          ]),
        )
        .join('\n\n'),
      `${paragraph('Your documentation leaves some things open. Could you tell us:')}\n${points(questions(facts))}`,
      `How we will test ${one ? 'it' : 'them'}:\n${steps(testPlan(facts))}`,
      paragraph('For any question, simply reply to this message.'),
      'Kind regards',
    ]),
  };
};
