import type { Language, RequestFacts } from './message.js';

const isSingle = ({ events }: RequestFacts): boolean => events.length === 1;

const englishCount = ({ events }: RequestFacts): string =>
  events.length === 1 ? 'a webhook' : `${events.length} webhooks`;

const englishTriggers = new Map([
  ['reportCreated', 'we create a report'],
  ['reportStateChanged', 'we accept a report'],
  ['operationCreated', 'we create an operation'],
  ['operationStateChanged', 'we assign an operation'],
  ['operationRemoved', 'we remove an operation'],
  ['taskCreated', 'we create a task'],
  ['taskStateChanged', 'we change the state of a task'],
]);

const english: Language = {
  to: 'To:',
  subjectLabel: 'Subject:',
  subject: (facts) => `Request for ${englishCount(facts)} to ${facts.host}`,
  greeting: 'Hello,',
  request: (facts) =>
    `We would like Keyclic to notify one of our services. Could you create ${isSingle(facts) ? 'this webhook' : `these ${englishCount(facts)}, each with one event and one URL,`} for us?`,
  labels: { organization: 'Organization', app: 'Application key', event: 'Event', url: 'URL' },
  questionsTitle: 'Your documentation leaves some questions open. Could you tell us:',
  questions: (facts) => [
    facts.header === undefined
      ? 'Can each delivery have a header with a value that we agree on, so that we know it is yours? If not, may the URL contain a secret? We would then send you that URL separately.'
      : `Can each delivery have the header ${facts.header} with a value that we send you separately, so that we know it is yours? If not, may the URL contain a secret?`,
    'Which response counts as received, how long do you wait for it, and do you retry failed deliveries?',
    'Which IP addresses do you deliver from?',
    ...facts.unconfirmedEvents.map(
      (event) => `Is ${event} an event that you deliver? If not, leave it out and tell us.`,
    ),
    ...(isSingle(facts) ? [] : ['Can deliveries arrive out of order?']),
  ],
  testTitle: (facts) => `How we will test ${isSingle(facts) ? 'it' : 'them'}:`,
  testPlan: (facts) => {
    const single = isSingle(facts);
    const place =
      facts.organization === undefined ? 'in our organization' : `in the organization ${facts.organization}`;
    const triggers = facts.events.map(
      (event) => `${englishTriggers.get(event) ?? 'we trigger it'} (${event})`,
    );
    return [
      `You tell us that the ${single ? 'webhook is' : 'webhooks are'} in place.`,
      `We trigger ${single ? 'the event' : 'each event'} once with test data ${place}: ${triggers.join(', ')}.`,
      `We expect one POST to the URL${single ? '' : ' for each'}, with JSON that has "event" and "payload", and respond with a 2xx status.`,
      'We tell you that it works, or exactly what arrived instead.',
    ];
  },
  closing: ['If you have any questions, simply reply to this message.', 'Kind regards'],
};

const frenchTriggers = new Map([
  ['reportCreated', 'nous créons un signalement'],
  ['reportStateChanged', 'nous acceptons un signalement'],
  ['operationCreated', 'nous créons une opération'],
  ['operationStateChanged', 'nous assignons une opération'],
  ['operationRemoved', 'nous supprimons une opération'],
  ['taskCreated', 'nous créons une tâche'],
  ['taskStateChanged', "nous changeons l'état d'une tâche"],
]);

/** Replaces spaces before colons, question marks and within quotes by non-breaking ones. */
const nonBreaking = (text: string): string => text.replace(/ (?=[?:»])|(?<=«) /gu, '\u00a0');

const french: Language = {
  to: nonBreaking('À :'),
  subjectLabel: nonBreaking('Objet :'),
  subject: (facts) =>
    `Demande de création ${isSingle(facts) ? "d'un webhook" : `de ${facts.events.length} webhooks`} vers ${facts.host}`,
  greeting: 'Bonjour,',
  request: (facts) =>
    nonBreaking(
      `Nous souhaitons que Keyclic notifie l'un de nos services. Pouvez-vous créer pour nous ${isSingle(facts) ? 'le webhook suivant' : `les ${facts.events.length} webhooks suivants, avec chacun un événement et une URL`} ?`,
    ),
  labels: { organization: 'Organisation', app: "Clé d'application", event: 'Événement', url: 'URL' },
  questionsTitle: nonBreaking('Votre documentation ne précise pas certains points. Pouvez-vous nous dire :'),
  questions: (facts) =>
    [
      facts.header === undefined
        ? "Chaque notification peut-elle porter un en-tête avec une valeur convenue entre nous, afin que nous sachions qu'elle vient de vous ? Sinon, l'URL peut-elle contenir un secret ? Nous vous enverrions alors cette URL séparément."
        : `Chaque notification peut-elle porter l'en-tête ${facts.header} avec une valeur que nous vous enverrons séparément, afin que nous sachions qu'elle vient de vous ? Sinon, l'URL peut-elle contenir un secret ?`,
      "Quelle réponse de notre part vaut accusé de réception, combien de temps l'attendez-vous, et une notification en échec est-elle renvoyée ?",
      'Depuis quelles adresses IP envoyez-vous les notifications ?',
      ...facts.unconfirmedEvents.map(
        (event) => `L'événement ${event} existe-t-il ? Sinon, laissez-le de côté et dites-le-nous.`,
      ),
      ...(isSingle(facts)
        ? []
        : ['Les notifications peuvent-elles arriver dans un autre ordre que les faits ?']),
    ].map(nonBreaking),
  testTitle: () => nonBreaking('Comment nous ferons le test :'),
  testPlan: (facts) => {
    const single = isSingle(facts);
    const place =
      facts.organization === undefined
        ? 'dans notre organisation'
        : `dans l'organisation ${facts.organization}`;
    const triggers = facts.events.map(
      (event) => `${frenchTriggers.get(event) ?? 'nous le provoquons'} (${event})`,
    );
    return [
      `Vous nous dites que ${single ? 'le webhook est' : 'les webhooks sont'} en place.`,
      `Nous provoquons ${single ? "l'événement" : 'chaque événement'} une fois avec des données de test ${place} : ${triggers.join(', ')}.`,
      `Nous attendons un seul POST vers l'URL${single ? '' : ' pour chacun'}, avec un JSON qui contient « event » et « payload », et nous répondons par un statut 2xx.`,
      'Nous vous disons que tout fonctionne, ou exactement ce que nous avons reçu.',
    ].map(nonBreaking);
  },
  closing: ['Pour toute question, il suffit de répondre à ce message.', 'Cordialement'],
};

/** The language of a value of `--language`; English by default. */
export const languageOf = (code: string): Language => (code === 'fr' ? french : english);
