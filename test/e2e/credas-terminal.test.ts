import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import {
  createCall,
  createCredasFixture as createAccountFixture,
  entityId,
  expectCredasHeaders,
  hook,
  processBody,
  processId,
  smallPdf,
  somebody,
  bytesReply,
} from '../support/credas-account.js';
import { notice, numbered, paths, person } from '../support/credas-server.js';
import { createCredasFixture as createFollowFixture, type CredasFixture } from '../support/credas-fixture.js';
import { leakOracle } from '../support/leaks.js';
import { canary, fingerprints } from '../support/fixture.js';
import type { Reply } from '../support/strict-server.js';
import { keys, openTerminal, type Terminal } from '../support/terminal.js';

const withKey = (url: string): Readonly<Record<string, string>> => ({
  WEBHOOK_ADMIN_CREDAS_BASE_URL: url,
  WEBHOOK_ADMIN_CREDAS_API_KEY: canary.token,
});

const onAccount = async (context: Pick<TestContext, 'onTestFinished'>) => {
  const on = await createAccountFixture(context);
  on.write('process.json', JSON.stringify(processBody));
  return { ...on, openWithKey: (args: string): Terminal => on.open(args, { env: withKey(on.api.url) }) };
};

const expectNobody = (terminal: Terminal): void => {
  const people = leakOracle({ ...somebody, ...person, name: `${person.firstName} ${person.surname}` });
  expect(people.leaks(terminal.transcript()), 'a person').toEqual([]);
};

const inTerminal = (on: CredasFixture, args: string): Terminal =>
  openTerminal(args.split(' '), {
    cwd: on.home,
    env: { ...on.env, PATH: process.env['PATH'] ?? '', HOME: on.home, TERM: 'xterm-256color' },
  });

describe.concurrent('credas process create in a terminal', () => {
  it('sends one POST after yes, and shows the ids but no personal data', async (context) => {
    const on = await onAccount(context);
    on.api.expect(createCall());
    const terminal = on.openWithKey(`credas process create --body process.json --webhook-url ${hook}`);
    await terminal.waitFor('Start the process?');
    expect(on.api.seen).toEqual([]);
    terminal.type(`y${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(on.api.seen).toHaveLength(1);
    expectCredasHeaders(on.api, on.api.seen[0]);
    const screen = terminal.screen();
    expect(screen).toContain(`✔ Started process ${processId}`);
    expect(screen).toMatch(new RegExp(`^  Process +${processId}$`, 'mu'));
    expect(screen).toMatch(new RegExp(`^  Entities +${entityId}$`, 'mu'));
    expect(screen).toContain(`webhook-admin credas follow --process ${processId} --wait 10m`);
    expectNobody(terminal);
  });
});

describe.concurrent('credas pdf in a terminal', () => {
  it('asks for the file, and writes no byte of the report to the terminal', async (context) => {
    const on = await onAccount(context);
    on.api.expect({
      method: 'POST',
      target: `/api/v2/ci/entities/${entityId}/${processId}/pdf-export`,
      body: {},
      reply: bytesReply(smallPdf, 'application/pdf'),
    });
    const terminal = on.openWithKey(`credas pdf ${entityId} ${processId}`);
    await terminal.waitFor('Which file should the report be written to?');
    expect(on.api.seen).toEqual([]);
    terminal.type(`report.pdf${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(on.content('report.pdf')).toEqual(smallPdf);
    expect(terminal.transcript()).not.toContain('%PDF');
  });

  it('exits 2 and sends nothing when it must not ask', async (context) => {
    const on = await onAccount(context);
    const terminal = on.openWithKey(`credas pdf ${entityId} ${processId} --no-input`);
    expect((await terminal.finished).code).toBe(2);
    expect(terminal.screen()).toContain('--output');
    expect(on.api.seen).toEqual([]);
  });
});

describe.concurrent('init credas in a terminal', () => {
  it('asks for the key without showing it, checks it with the journeys, and stores it', async (context) => {
    const on = await createAccountFixture(context);
    on.api.expect({ method: 'GET', target: '/api/v2/ci/journeys', reply: { json: [] } });
    const terminal = on.open(`init credas --base-url ${on.api.url}`);
    await terminal.waitFor('? API key');
    terminal.type(canary.token);
    terminal.type(keys.enter);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.transcript()).not.toContain(canary.token);
    expect(on.api.seen).toHaveLength(1);
    expectCredasHeaders(on.api, on.api.seen[0]);
    expect(terminal.screen()).toContain(fingerprints.token);
    expect(on.stored('config')).toEqual({
      version: 1,
      profiles: { default: { credas: { baseUrl: on.api.url } } },
    });
    expect(on.stored('credentials')).toMatchObject({
      profiles: { default: { credas: { login: { origin: on.api.url, credential: canary.token } } } },
    });
  });
});

describe('credas follow in a terminal', () => {
  const all = [1, 2, 3].map((number) => numbered('process', number));
  const entityOf = (id: string): string => `b${id.slice(1)}`;

  /** Answers about all of them that wait until they are let go. */
  const held = (on: CredasFixture): { readonly letGo: () => void } => {
    const waiting: (() => void)[] = [];
    let open = false;
    for (const id of all) {
      on.credas.process({ id, entities: [entityOf(id)] });
      const json = { id, status: 2, processActors: [{ entityId: entityOf(id), ...person }] };
      const reply: Reply = {
        raw: (_, response) => {
          const answer = (): void => void response.end(JSON.stringify(json));
          if (open) answer();
          else waiting.push(answer);
        },
      };
      on.credas.answer('GET', paths.process(id), reply);
    }
    return {
      letGo: () => {
        open = true;
        for (const answer of waiting.splice(0)) answer();
      },
    };
  };

  it('counts processes in a status line that it clears, then shows a table without personal data', async () => {
    const on = await createFollowFixture();
    const { letGo } = held(on);
    on.credas.answer('GET', paths.checks(entityOf(all[1] ?? '')), {
      status: 422,
      json: { title: person.surname },
    });
    writeFileSync(
      path.join(on.home, 'deliveries.ndjson'),
      all.map((id) => `${JSON.stringify(notice(id))}\n`).join(''),
    );
    const terminal = inTerminal(on, 'credas follow deliveries.ndjson');
    await terminal.waitFor('Following  0/3');
    letGo();
    expect((await terminal.finished).code).toBe(11);
    const screen = terminal.screen();
    expect(screen).not.toContain('Following');
    expect(screen).toMatch(/^PROCESS +OUTCOME +ENTITIES +FILES +NOTE$/mu);
    for (const id of [all[0], all[2]])
      expect(screen).toMatch(new RegExp(`^${id ?? ''} +complete +1 +3$`, 'mu'));
    expect(screen).toMatch(new RegExp(`^${all[1] ?? ''} +partial +1 +2 +the checks of`, 'mu'));
    expect(screen).toContain('2 of 3 processes are complete; 1 is not.');
    const drawn = terminal.transcript();
    expect(drawn.lastIndexOf('\u001b[?25h')).toBeGreaterThan(drawn.lastIndexOf('\u001b[?25l'));
    expectNobody(terminal);
  });

  it('marks checks that need a review, and shows no personal data', async () => {
    const on = await createFollowFixture();
    on.credas.process({ id: processId, entities: [entityId] });
    on.credas.answer('GET', paths.checks(entityId), {
      json: [
        { type: 11, status: 1, submittedBy: person.emailAddress },
        { type: 12, status: 4, submittedBy: person.emailAddress },
        { type: 77, name: 'AML', status: 42 },
      ],
    });
    writeFileSync(path.join(on.home, 'delivery.json'), JSON.stringify(notice(processId)));
    const terminal = inTerminal(on, 'credas follow delivery.json');
    expect((await terminal.finished).code).toBe(0);
    const screen = terminal.screen();
    expect(screen).toMatch(/^ENTITY +CHECK +RESULT$/mu);
    expect(screen).toMatch(new RegExp(`^${entityId} +Right to Work +Pass$`, 'mu'));
    expect(screen).toMatch(/Right to Rent +Fail {2}\(see the report\)$/mu);
    expect(screen).toMatch(/AML +42 {2}\(see the report\)$/mu);
    expect(screen).toContain(`3 files in credas-${processId}/`);
    expectNobody(terminal);
  });
});
