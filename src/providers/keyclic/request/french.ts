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
  events.length === 1 ? "d'un webhook" : `de ${events.length} webhooks`;

const triggers: Readonly<Record<string, string>> = {
  reportCreated: 'nous créons un signalement',
  reportStateChanged: 'nous acceptons un signalement',
  operationCreated: 'nous créons une opération',
  operationStateChanged: 'nous assignons une opération',
  operationRemoved: 'nous supprimons une opération',
  taskCreated: 'nous créons une tâche',
  taskStateChanged: "nous changeons l'état d'une tâche",
};

const triggerFor = (event: string): string =>
  `${Object.hasOwn(triggers, event) ? (triggers[event] ?? '') : 'nous le provoquons'} (${event})`;

/** Replaces spaces before colons, question marks and within quotes by non-breaking ones. */
const nonBreaking = (text: string): string => text.replace(/ (?=[?:»])|(?<=«) /gu, '\u00a0');

const questions = ({ events, header, unconfirmedEvents }: RequestFacts): readonly string[] => [
  header === undefined
    ? "Chaque notification peut-elle porter un en-tête avec une valeur convenue entre nous, afin que nous sachions qu'elle vient de vous ? Sinon, l'URL peut-elle contenir un secret ? Nous vous enverrions alors cette URL séparément."
    : `Chaque notification peut-elle porter l'en-tête ${header} avec une valeur que nous vous enverrons séparément, afin que nous sachions qu'elle vient de vous ? Sinon, l'URL peut-elle contenir un secret ?`,
  "Quelle réponse de notre part vaut accusé de réception, combien de temps l'attendez-vous, et une notification en échec est-elle renvoyée ?",
  'Depuis quelles adresses IP envoyez-vous les notifications ?',
  ...unconfirmedEvents.map(
    (event) => `L'événement ${event} existe-t-il ? Sinon, laissez-le de côté et dites-le-nous.`,
  ),
  ...(events.length > 1
    ? ['Les notifications peuvent-elles arriver dans un autre ordre que les faits ?']
    : []),
];

const testPlan = ({ events, organization }: RequestFacts): readonly string[] => {
  const single = events.length === 1;
  const place =
    organization === undefined ? 'dans notre organisation' : `dans l'organisation ${organization}`;
  return [
    single
      ? 'Vous nous dites que le webhook est en place.'
      : 'Vous nous dites que les webhooks sont en place.',
    `Nous provoquons ${single ? "l'événement" : 'chaque événement'} une fois avec des données de test ${place} : ${events.map(triggerFor).join(', ')}.`,
    `Nous attendons un seul POST vers l'URL${single ? '' : ' pour chacun'}, avec un JSON qui contient « event » et « payload », et nous répondons par un statut 2xx.`,
    'Nous vous disons que tout fonctionne, ou exactement ce que nous avons reçu.',
  ];
};

/** The request in French. */
export const french: Language = (facts) => {
  const { events, url, host, organization, app } = facts;
  const single = events.length === 1;
  return {
    subject: `Demande de création ${count(events)} vers ${host}`,
    text: joinBlocks([
      'Bonjour,',
      paragraph(
        nonBreaking(
          `Nous souhaitons que Keyclic notifie l'un de nos services. Pouvez-vous créer pour nous ${single ? 'le webhook suivant' : `les ${events.length} webhooks suivants, avec chacun un événement et une URL`} ?`,
        ),
      ),
      labeledRows([
        ['Organisation', organization],
        ["Clé d'application", app],
      ]),
      events
        .map((event) =>
          labeledRows([
            ['Événement', event],
            ['URL', url],
          ]),
        )
        .join('\n\n'),
      `${paragraph(nonBreaking('Votre documentation ne précise pas certains points. Pouvez-vous nous dire :'))}\n${bulletList(questions(facts).map(nonBreaking))}`,
      `${nonBreaking('Comment nous ferons le test :')}\n${numberedList(testPlan(facts).map(nonBreaking))}`,
      paragraph('Pour toute question, il suffit de répondre à ce message.'),
      'Cordialement',
    ]),
  };
};
