import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { createCredasFixture, entityId, processId, somebody } from '../support/credas-account.js';
import type { Expected } from '../support/strict-server.js';

const name = `${somebody.firstName} ${somebody.surname}`;

const refusing = (call: Omit<Expected, 'reply'>, status: number): Expected => ({
  ...call,
  reply: {
    status,
    json: { title: `${name} may not`, errors: { email: [`${somebody.emailAddress} is taken`] } },
  },
});

const root = '/api/v2/ci';
const calls = [
  ['follow', `follow --process ${processId}`, { method: 'GET', target: `${root}/processes/${processId}` }],
  ['details', `details ${processId}`, { method: 'GET', target: `${root}/processes/${processId}/details` }],
  ['checks', `checks ${entityId}`, { method: 'GET', target: `${root}/entities/${entityId}/active-checks` }],
  [
    'pdf',
    `pdf ${entityId} ${processId} --output report.pdf`,
    { method: 'POST', target: `${root}/entities/${entityId}/${processId}/pdf-export`, body: {} },
  ],
] as const;

describe.concurrent('an error of Credas that quotes a person', () => {
  it.for(calls)('is shown without the person, as text and as JSON: credas %s', async (given, context) => {
    const [operation, words, call] = given;
    const on = await createCredasFixture(context);
    on.api.expect(refusing(call, 422), refusing(call, 400));
    const forPeople = await on.credas(`credas ${words}`);
    const asJson = await on.credas(`credas ${words} --json`);
    expect([forPeople.code, asJson.code]).toEqual([6, 6]);
    expect(forPeople.stderr).toContain('(422)');
    const error = errorOf(asJson.stderr);
    expect(error).toMatchObject({ code: 'refused', httpStatus: 400, changed: 'no', operation });
    for (const { stdout, stderr } of [forPeople, asJson])
      for (const text of Object.values(somebody)) expect(stdout + stderr).not.toContain(text);
  });
});
