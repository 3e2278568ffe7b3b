// The command lines that are run in both builds. A scenario is a list of lines that share one home folder.
import { amani } from './cases-amani.mjs';
import { credas } from './cases-credas.mjs';
import { emptor } from './cases-emptor.mjs';
import { keyclic } from './cases-keyclic.mjs';
import { local } from './cases-local.mjs';

/** Lies in the working folder of every scenario; {names} are those of its sandbox. */
export const files = {
  'process.json': JSON.stringify({
    title: 'A process',
    journeyId: '5a4d8b00-0001-4000-8000-000000000001',
    processEntities: [
      {
        firstName: 'Ada',
        surname: 'Example',
        emailAddress: 'ada@example.com',
        actorId: 101,
        contactViaEmail: true,
        contactViaSms: false,
        inPerson: false,
      },
    ],
  }),
  'tenancy.json': JSON.stringify({
    title: 'Two people',
    journeyId: '5a4d8b00-0003-4000-8000-000000000003',
    processEntities: [301, 302].map((actorId) => ({
      firstName: 'Ada',
      surname: 'Example',
      phoneNumber: '+440000000000',
      actorId,
      contactViaEmail: false,
      contactViaSms: true,
      inPerson: false,
    })),
  }),
  'wrong-process.json': '{"title": "No journey", "processEntities": [{"firstName": "Ada", "actorId": "x"}]}',
  'person.json': '{"first_name": "Ada", "last_name": "Example", "reports": {"news_search": {}}}',
  'wrong-person.json': '{"webhook_url": "https://hooks.example.com/mine"}',
  'list.json': '[1, 2]',
  'broken.json': '{"broken": ',
  'empty.json': '',
  '.env': 'FIRST=1\nSECRET=old\nLAST=3\n',
  'token.txt': 'a-token-of-a-file-0123456789\n',
  'amani-token.txt': '{amani.token}\n',
  'amani-password.txt': '{amani.password}\n',
  'credas-key.txt': '{credas.apiKey}\n',
  'emptor-key.txt': '{emptor.apiKey}\n',
  'keyclic-token.txt': '{keyclic.token}\n',
  'keyclic-password.txt': '{keyclic.password}\n',
  'report.json':
    '{"event": "reportStateChanged", "payload": {"type": "Report", "id": "b0e7e28f-0000-4000-8000-000000000001", "state": "NEW"}}',
  'operation.json':
    '{"event": "operationStateChanged", "payload": {"type": "Operation", "id": "c1d8f390-0000-4000-8000-000000000002"}}',
  'unknown-report.json':
    '{"event": "reportStateChanged", "payload": {"type": "Report", "id": "b0e7e28f-0000-4000-8000-00000000ffff"}}',
  'notice.json':
    '{"ProcessId": "1e144e85-f45b-4ae3-8915-ae2826ea1e55", "ClientId": "5a4d8b00-c11e-4000-8000-000000000000", "Status": 2}',
  'actor-notice.json':
    '{"ProcessId": "1e144e85-f45b-4ae3-8915-ae2826ea1e55", "EntityId": "5a0f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b", "EventType": 1}',
};

export const scenarios = [...amani, ...credas, ...emptor, ...keyclic, ...local];
