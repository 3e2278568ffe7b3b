/** The complete requests for two events. */

const url = 'https://hooks.example.com/keyclic';
const organization = '7b1f4c2e-5d0a-4f6b-9c3d-2a8e6f1b0c47';
/** French has non-breaking spaces before colons and question marks. */
const nbsp = '\u00a0';

export const englishSubject = 'Request for 2 webhooks to hooks.example.com';
export const frenchSubject = 'Demande de création de 2 webhooks vers hooks.example.com';

export const englishText = `Hello,

We would like Keyclic to notify one of our services. Could you create
these 2 webhooks, each with one event and one URL, for us?

  Organization     ${organization}
  Application key  com.example.app

  Event  reportCreated
  URL    ${url}

  Event  operationStateChanged
  URL    ${url}

Your documentation leaves some questions open. Could you tell us:
  - Can each delivery have a header with a value that we agree on, so
    that we know it is yours? If not, may the URL contain a secret? We
    would then send you that URL separately.
  - Which response counts as received, how long do you wait for it, and
    do you retry failed deliveries?
  - Which IP addresses do you deliver from?
  - Can deliveries arrive out of order?

How we will test them:
  1. You tell us that the webhooks are in place.
  2. We trigger each event once with test data in the organization
     ${organization}: we create a report
     (reportCreated), we assign an operation (operationStateChanged).
  3. We expect one POST to the URL for each, with JSON that has "event"
     and "payload", and respond with a 2xx status.
  4. We tell you that it works, or exactly what arrived instead.

If you have any questions, simply reply to this message.

Kind regards
`;

export const frenchText = `Bonjour,

Nous souhaitons que Keyclic notifie l'un de nos services. Pouvez-vous
créer pour nous les 2 webhooks suivants, avec chacun un événement et une
URL ?

  Organisation       ${organization}
  Clé d'application  com.example.app

  Événement  reportCreated
  URL        ${url}

  Événement  operationStateChanged
  URL        ${url}

Votre documentation ne précise pas certains points. Pouvez-vous nous
dire${nbsp}:
  - Chaque notification peut-elle porter un en-tête avec une valeur
    convenue entre nous, afin que nous sachions qu'elle vient de vous${nbsp}?
    Sinon, l'URL peut-elle contenir un secret${nbsp}? Nous vous enverrions
    alors cette URL séparément.
  - Quelle réponse de notre part vaut accusé de réception, combien de
    temps l'attendez-vous, et une notification en échec est-elle
    renvoyée${nbsp}?
  - Depuis quelles adresses IP envoyez-vous les notifications${nbsp}?
  - Les notifications peuvent-elles arriver dans un autre ordre que les
    faits${nbsp}?

Comment nous ferons le test${nbsp}:
  1. Vous nous dites que les webhooks sont en place.
  2. Nous provoquons chaque événement une fois avec des données de test
     dans l'organisation ${organization}${nbsp}: nous
     créons un signalement (reportCreated), nous assignons une opération
     (operationStateChanged).
  3. Nous attendons un seul POST vers l'URL pour chacun, avec un JSON
     qui contient «${nbsp}event${nbsp}» et «${nbsp}payload${nbsp}», et nous répondons par un
     statut 2xx.
  4. Nous vous disons que tout fonctionne, ou exactement ce que nous
     avons reçu.

Pour toute question, il suffit de répondre à ce message.

Cordialement
`.replace('URL ?', `URL${nbsp}?`);
