import { describe, expect, it } from 'vitest';
import { readChecks, readDetails, readProcess, readReport } from '../../../src/providers/credas/api.js';
import { failureOf, json, scripted } from '../../http/scripted-http.js';
import { entityId, person, processId } from '../../support/credas-server.js';
import { runMain } from '../../support/run-main.js';

const options = { operation: 'a call' } as const;
const name = `${person.firstName} ${person.surname}`;

/** The answers of an API that quotes whom it is about, in each place where its reasons may stand. */
const quoting = [
  { title: `${name} may not be asked for` },
  { detail: `No entity of ${name}` },
  {
    title: 'One or more validation errors occurred.',
    errors: { email: [`${person.emailAddress} is taken`] },
  },
  name,
];

const calls = {
  process: (http) => readProcess(http, processId, options),
  details: (http) => readDetails(http, processId, options),
  checks: (http) => readChecks(http, entityId, options),
  'report of an entity': (http) => readReport(http, { entityId, processId, route: 'entity' }, options),
  'report of a process': (http) =>
    readReport(http, { entityId: undefined, processId, route: 'process' }, options),
} as const satisfies Readonly<
  Record<string, (http: ReturnType<typeof scripted>['http']) => Promise<unknown>>
>;

const expectNobody = (text: string): void => {
  for (const value of [person.firstName, person.surname, person.emailAddress])
    expect(text.toLowerCase()).not.toContain(value.toLowerCase());
};

describe('an error response that quotes a person', () => {
  it.each(Object.entries(calls))('is described by its status only: the %s', async (_, call) => {
    for (const status of [400, 404, 409, 412, 422, 423]) {
      for (const body of quoting) {
        const { http, unused } = scripted([json(status, body)]);
        const error = await failureOf(call(http));
        expect(unused()).toBe(0);
        expect(error.message).toContain(`(${String(status)})`);
        expectNobody(JSON.stringify([error.message, error.details]));
      }
    }
  });

  it.each([
    ['follow', `follow --process ${processId}`],
    ['details', `details ${processId}`],
    ['checks', `checks ${entityId}`],
    ['pdf', `pdf ${entityId} ${processId} --output report.pdf`],
  ])('does not put the person on either stream: credas %s', async (_, words) => {
    for (const status of [400, 422]) {
      for (const body of quoting) {
        for (const more of ['', ' --json', ' --debug']) {
          const { code, stdout, stderr } = await runMain(`credas ${words}${more}`, {
            env: { WEBHOOK_ADMIN_CREDAS_API_KEY: 'key-of-a-test' },
            transport: () => Promise.resolve(json(status, body)),
          });
          expect(code).toBe(6);
          expect(stderr).toContain(String(status));
          expectNobody(stdout + stderr);
        }
      }
    }
  });
});
