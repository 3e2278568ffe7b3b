import { describe, expect, it } from 'vitest';
import {
  actorNotice,
  clientId,
  entityId,
  notice,
  otherEntityId,
  paths,
  processId,
} from '../support/credas-server.js';
import { createCredasFixture } from '../support/credas-fixture.js';

const withoutActors = { json: { id: processId, clientId, status: 2 } };

describe('the entities of a process', () => {
  it('are those of the process, whatever an actor delivery says', async () => {
    const on = await createCredasFixture();
    on.credas.process({ entities: [entityId, otherEntityId] });
    on.put('delivery.json', { ...actorNotice, entityId: otherEntityId });
    const { processes } = await on.follow('delivery.json --only checks');
    expect(processes[0]?.entities.map(({ entityId: id, source }) => [id, source])).toEqual([
      [entityId, 'process'],
      [otherEntityId, 'process'],
    ]);
  });

  it('are only those of the process when it identifies everyone, with a warning about another --entity', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    for (const again of ['', ' ']) {
      const { code, stdout, stderr } = await on.run(
        `credas follow --process ${processId} --entity ${otherEntityId}${again}`,
      );
      expect(code).toBe(0);
      expect(stdout).not.toContain(otherEntityId);
      expect(stderr).toContain(
        `Entity ${otherEntityId} was not used: process ${processId} does not include it.`,
      );
    }
  });

  it('come from other sources too when the process identifies only some', async () => {
    const on = await createCredasFixture();
    on.credas.process({ entities: [entityId, otherEntityId] });
    on.credas.answer('GET', paths.process(), {
      json: { id: processId, status: 2, processActors: [{ entityId }, { entityId: null }] },
    });
    // Nobody knows the other one: that is told, and looked for again by the next run.
    const first = await on.run(`credas follow --process ${processId}`);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain(`No entity id was found for 1 person in process ${processId}`);

    const second = await on.follow(`--process ${processId} --entity ${otherEntityId}`);
    expect(second).toMatchObject({
      code: 0,
      processes: [
        {
          entities: [
            { entityId, source: 'process' },
            { entityId: otherEntityId, source: 'option' },
          ],
        },
      ],
    });
    expect(second.processes[0]?.files).toHaveLength(5);
    expect(on.credas.count(paths.checks(entityId))).toBe(1);
    expect((await on.follow(`--process ${processId}`)).processes[0]?.entities).toHaveLength(2);
  });

  it('are those of --entity when the process identifies none', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('GET', paths.process(), withoutActors);
    const { code, processes } = await on.follow(`--process ${processId} --entity ${entityId.toUpperCase()}`);
    expect(code).toBe(0);
    expect(processes[0]?.entities).toMatchObject([{ entityId, source: 'option' }]);
    const { stderr } = await on.run(`credas follow --process ${processId} --entity ${entityId}`);
    expect(stderr).toContain(`Entity ${entityId} is known from --entity`);
  });

  it('are those of the response that created the process', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('GET', paths.process(), withoutActors);
    on.credas.answer('POST', '/api/v2/ci/processes', {
      json: { id: processId, processActors: [{ entityId }] },
    });
    on.put('process.json', {});
    const created = await on.run(
      'credas process create --yes --body process.json --webhook-url https://hooks.example.com/credas',
    );
    expect(created.code).toBe(0);
    const { processes } = await on.follow(`--process ${processId}`);
    expect(processes[0]?.entities).toMatchObject([{ entityId, source: 'memory' }]);
  });

  it('are that of the delivery and those in the details', async () => {
    const on = await createCredasFixture();
    on.credas.process({ entities: [entityId, otherEntityId] });
    on.credas.answer('GET', paths.process(), withoutActors);
    on.credas.answer('GET', paths.details(), {
      json: { tasks: [{ EntityId: entityId }, { entityID: otherEntityId }] },
    });
    on.put('delivery.json', actorNotice);
    const { code, processes } = await on.follow('delivery.json');
    expect(code).toBe(0);
    expect(processes[0]?.entities.map(({ entityId: id, source }) => [id, source])).toEqual([
      [entityId, 'delivery'],
      [otherEntityId, 'details'],
    ]);
  });

  it('are those of all deliveries about the process, in any order', async () => {
    const on = await createCredasFixture();
    const both = [entityId, otherEntityId];
    on.credas.process({ entities: both });
    on.credas.answer('GET', paths.process(), withoutActors);
    const lines = both.map((id) => `${JSON.stringify({ ...actorNotice, entityId: id })}\n`);
    const found = both.map((id) => ({ entityId: id, source: 'delivery' }));
    const { code, processes } = await on.follow('- --only checks', { stdin: lines.join('') });
    expect(code).toBe(0);
    expect(processes).toMatchObject([{ outcome: 'complete', entities: found }]);

    // Of a later one only its person is fetched, and nobody is forgotten.
    const later = await createCredasFixture();
    later.credas.process({ entities: both });
    later.credas.answer('GET', paths.process(), withoutActors);
    expect((await later.follow('- --only checks', { stdin: lines[0] ?? '' })).code).toBe(0);
    const before = later.credas.seen.length;
    const second = await later.follow('- --only checks', { stdin: lines[1] ?? '' });
    expect(second.processes[0]?.entities.map((one) => one.entityId).sort()).toEqual([...both].sort());
    expect(later.credas.traffic().slice(before)).toContain(`GET ${paths.checks(otherEntityId)}`);
    expect(later.credas.count(paths.checks(entityId))).toBe(1);
    const asked = later.credas.seen.length;
    expect((await later.follow('- --only checks', { stdin: lines.join('') })).code).toBe(0);
    expect(later.credas.seen.length).toBe(asked);
  });

  it('keep the details in the manifest that were read to find them', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('GET', paths.process(), withoutActors);
    on.credas.answer('GET', paths.details(), { json: { people: [{ entityId }] } });
    for (const only of ['details', 'checks', 'details', 'pdf', 'details,checks,pdf'])
      expect((await on.follow(`--process ${processId} --only ${only}`)).code, only).toBe(0);
  });

  it('are searched in the details even when --only leaves the details out', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('GET', paths.process(), withoutActors);
    on.credas.answer('GET', paths.details(), {
      json: { forms: [{ entityId: 'x' }, { answers: { ENTITYID: entityId.toUpperCase() } }] },
    });
    const { code, processes } = await on.follow(`--process ${processId} --only checks`);
    expect(code).toBe(0);
    expect(processes[0]?.entities).toMatchObject([{ entityId, source: 'details' }]);
    expect(on.files()).toEqual([
      `credas-${processId}`,
      `credas-${processId}/active-checks-${entityId}.json`,
      `credas-${processId}/manifest.json`,
    ]);
    // The manifest keeps them.
    expect((await on.follow(`--process ${processId} --only checks`)).code).toBe(0);
    expect(on.credas.seen).toHaveLength(3);
  });

  it('can be unknown: the details are saved, and --entity completes the process', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('GET', paths.process(), withoutActors);
    on.put('delivery.json', notice());
    const { code, processes, error } = await on.follow('delivery.json');
    expect(code).toBe(11);
    const none = await on.follow('delivery.json --only checks --output-dir none');
    expect(none.code).toBe(11);
    expect(none.error?.['message']).toMatch(/Nothing changed at Credas; nothing was saved\.$/u);
    expect(processes).toMatchObject([{ outcome: 'partial', entities: [], files: [{ kind: 'details' }] }]);
    expect(error?.['message']).toContain('no entity id was found');
    expect(error?.['next']).toBe(`webhook-admin credas follow --process ${processId} --entity ENTITY_ID`);

    expect(await on.follow(`--process ${processId} --entity ${entityId}`)).toMatchObject({
      code: 0,
      processes: [{ outcome: 'complete', entities: [{ entityId, source: 'option' }] }],
    });
    expect(on.credas.count(paths.details())).toBe(2);
  });
});
