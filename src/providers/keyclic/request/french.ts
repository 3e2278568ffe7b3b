import { labelled, letter, paragraph, points, steps, type Language, type RequestFacts } from './message.js';

const count = (events: readonly string[]): string =>
  events.length === 1 ? "d'un webhook" : `de ${events.length} webhooks`;

const causes: Readonly<Record<string, string>> = {
  reportCreated: 'nous créons un signalement',
  reportStateChanged: 'nous acceptons un signalement',
  operationCreated: 'nous créons une opération',
  operationStateChanged: 'nous assignons une opération',
  operationRemoved: 'nous supprimons une opération',
  taskCreated: 'nous créons une tâche',
  taskStateChanged: "nous changeons l'état d'une tâche",
};

const causeOf = (event: string): string =>
  `${Object.hasOwn(causes, event) ? (causes[event] ?? '') : 'nous le provoquons'} (${event})`;

/** Before a colon or a question mark no line may break. */
const spaced = (text: string): string => text.replace(/ (?=[?:»])|(?<=«) /gu, '\u00a0');

const questions = ({ events, header, unconfirmedEvents: doubtful }: RequestFacts): readonly string[] => [
  header === undefined
    ? "Chaque notification peut-elle porter un en-tête avec une valeur convenue entre nous, afin que nous sachions qu'elle vient de vous ? Sinon, l'URL peut-elle contenir un secret ? Nous vous enverrions alors cette URL séparément."
    : `Chaque notification peut-elle porter l'en-tête ${header} avec une valeur que nous vous enverrons séparément, afin que nous sachions qu'elle vient de vous ? Sinon, l'URL peut-elle contenir un secret ?`,
  "Quelle réponse de notre part vaut réception, combien de temps l'attendez-vous, et une notification en échec est-elle renvoyée ?",
  'Depuis quelles adresses IP envoyez-vous les notifications ?',
  ...doubtful.map(
    (event) => `L'événement ${event} existe-t-il ? Sinon, laissez-le de côté et dites-le-nous.`,
  ),
  ...(events.length > 1
    ? ['Les notifications peuvent-elles arriver dans un autre ordre que les faits ?']
    : []),
];

const testPlan = ({ events, organization }: RequestFacts): readonly string[] => {
  const one = events.length === 1;
  const inside =
    organization === undefined ? 'dans notre organisation' : `dans l'organisation ${organization}`;
  return [
    one ? 'Vous nous dites que le webhook est en place.' : 'Vous nous dites que les webhooks sont en place.',
    `Nous provoquons ${one ? "l'événement" : 'chaque événement'} une fois avec des données de test ${inside} : ${events.map(causeOf).join(', ')}.`,
    `Nous attendons un seul POST vers l'URL${one ? '' : ' pour chacun'}, avec un JSON qui contient « event » et « payload », et nous répondons par un statut 2xx.`,
    'Nous vous disons que tout fonctionne, ou exactement ce que nous avons reçu.',
  ];
};

/** The request in French. */
export const french: Language = (facts) => {
  const { events, url, host, organization, app } = facts;
  const one = events.length === 1;
  return {
    subject: `Demande de création ${count(events)} vers ${host}`,
    text: letter([
      'Bonjour,',
      paragraph(
        spaced(
          `Nous souhaitons que Keyclic notifie l'un de nos services. Pouvez-vous créer pour nous ${one ? 'le webhook suivant' : `les ${events.length} webhooks suivants, avec chacun un événement et une URL`} ?`,
        ),
      ),
      labelled([
        ['Organisation', organization],
        ["Clé d'application", app],
      ]),
      events
        .map((event) =>
          labelled([
            ['Événement', event],
            ['URL', url],
          ]),
        )
        .join('\n\n'),
      `${paragraph(spaced('Votre documentation ne précise pas certains points. Pouvez-vous nous dire :'))}\n${points(questions(facts).map(spaced))}`,
      `${spaced('Comment nous ferons le test :')}\n${steps(testPlan(facts).map(spaced))}`,
      paragraph('Pour toute question, il suffit de répondre à ce message.'),
      'Cordialement',
    ]),
  };
};
