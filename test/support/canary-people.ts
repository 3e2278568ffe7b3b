import { canaries } from './canary-secrets.js';

/** Somebody who is nobody. Each text is found nowhere else, in capitals, in ASCII and in pieces too. */
export const people = {
  firstName: 'Zoëkanari',
  surname: "O'Quvitzelbach",
  email: 'zoekanari.q@person.example',
  phone: '+447700900417',
  documentNumber: 'XK4170932855',
  birthDate: '1987-03-14',
  note: 'lives behind the "Blue Heron" yard',
} as const;

export const ids = {
  process: '1e144e85-f45b-4ae3-8915-ae2826ea1e55',
  second: '2f255f96-056c-4bf4-9a26-bf3937fb2f66',
  running: '30366fa7-167d-4c05-ab37-c04a480c3077',
  deleted: '414770b8-278e-4d16-8c48-d15b591d4188',
  refused: '525881c9-389f-4e27-9d59-e26c6a2e5299',
  entity: '5a0f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b',
  otherEntity: '6b1f7d1f-4c2e-4a7b-8b64-1d2e3f4a5b6c',
  journey: '8c55ebc3-7ac2-469e-9837-94023aa82c3d',
  client: '9d66fcd4-8bd3-4570-8a48-a5134bb93d4e',
  person: 'd2dac593-3460-4492-b249-411e5813d9b2',
  report: 'b0e7e28f-5b91-4c73-875e-8f34aa03553a',
  webhook: '6f0c1c52-0f3a-4c1e-9a53-0d8c2f1e7b64',
  organization: '7b1f4c2e-5d0a-4f6b-9c3d-2a8e6f1b0c47',
} as const;

const processBody = {
  title: `Check of ${people.firstName} ${people.surname}`,
  journeyId: ids.journey,
  processEntities: [
    {
      actorId: 101,
      firstName: people.firstName,
      surname: people.surname,
      emailAddress: people.email,
      phoneNumber: people.phone,
      reference: people.documentNumber,
      contactViaEmail: true,
      contactViaSms: false,
      inPerson: false,
    },
  ],
  custom: [people.birthDate, people.note],
};

const personBody = {
  first_name: people.firstName,
  last_name: people.surname,
  document_id: people.documentNumber,
  custom_data: { email: people.email, phone: people.phone, born: people.birthDate, note: people.note },
  reports: { document_id_status: 'enabled' },
};

/** A report of Keyclic with what a person wrote, and who. */
export const keyclicReport = {
  type: 'Report',
  id: ids.report,
  state: ['NEW'],
  createdAt: '2018-02-27T10:00:00+02:00',
  updatedAt: '2018-02-27T10:00:00+02:00',
  description: people.note,
  _links: { self: { href: `/reports/${ids.report}` } },
  _embedded: {
    author: { ...people, type: `${people.firstName} ${people.surname}` },
    workflow: { state: { name: 'new', description: people.note } },
  },
};

const notice = (processId: string): object => ({
  ProcessId: processId,
  ClientId: ids.client,
  Status: 2,
  StatusDescription: `Complete: ${people.firstName}`,
});

/** What Credas posts: whole, running, deleted and refused processes, the other kinds, and what is none. */
const mixture = [
  JSON.stringify(notice(ids.process)),
  JSON.stringify({ ...notice(ids.second), EntityId: ids.otherEntity, ProcessActorId: 7, Actor: people }),
  JSON.stringify(notice(ids.running)),
  JSON.stringify(notice(ids.deleted)),
  JSON.stringify(notice(ids.refused)),
  JSON.stringify({ EntityId: ids.entity, ClientId: ids.client, Name: people.surname }),
  JSON.stringify({
    UpdateType: 2,
    Payload: JSON.stringify({ EntityId: ids.entity, ClientId: ids.client, Contact: people }),
  }),
  JSON.stringify({ person: people }),
  JSON.stringify({ ...notice(ids.process), ProcessId: people.email }),
  `{"name": "${people.firstName} ${people.surname}", ${people.email}`,
].join('\n');

const texts: Readonly<Record<string, string>> = {
  'process.json': JSON.stringify(processBody),
  'unfit-process.json': JSON.stringify({ ...processBody, journeyId: people.email }),
  'unread-process.json': `${JSON.stringify(processBody)} ${people.surname}`,
  'person.json': JSON.stringify(personBody),
  'secret-person.json': JSON.stringify({ ...personBody, webhook_headers: { 'X-Key': canaries.fileHeader } }),
  'plain-person.json': JSON.stringify({ ...personBody, custom_data: { order: 17 } }),
  'unread-person.json': `${JSON.stringify(personBody)} ${people.surname}`,
  'delivery.json': JSON.stringify(notice(ids.process)),
  'monitoring.json': JSON.stringify({ EntityId: ids.entity, ClientId: ids.client, Name: people.surname }),
  'notices.ndjson': mixture,
  'report.json': JSON.stringify({ event: 'reportCreated', payload: keyclicReport }),
  'unfit-report.json': JSON.stringify({
    event: 'reportCreated',
    payload: { ...keyclicReport, id: people.email },
  }),
  'foreign-report.json': JSON.stringify({
    event: 'reportCreated',
    payload: { ...keyclicReport, _links: { self: { href: `https://${people.email}/reports/1` } } },
  }),
  'unread-report.json': `{"event":"reportCreated","payload":{"description":"${people.surname}",}}`,
};

/** Bodies and deliveries as users have them, by file name: all of them hold personal data. */
export const personalFiles = texts;
