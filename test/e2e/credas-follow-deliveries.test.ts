import { describe, expect, it } from 'vitest';
import { actorNotice, clientId, entityId, notice, processId } from '../support/credas-server.js';
import { createCredasFixture } from '../support/credas-fixture.js';

describe('deliveries of credas follow', () => {
  it.each([
    ['as Credas posts it', JSON.stringify(notice())],
    ['pretty-printed, with a byte order mark', `\ufeff${JSON.stringify(notice(), null, 2)}\r\n`],
    ['in camelCase', JSON.stringify({ processId, clientId, status: 2 })],
    ['in capitals', JSON.stringify({ PROCESSID: processId.toUpperCase(), CLIENTID: clientId, STATUS: 2 })],
    ['with fields that are new', JSON.stringify({ ...notice(), Region: { code: 'GB' } })],
    ['with another status: Credas is asked', JSON.stringify({ ...notice(), Status: 9 })],
  ])('are read when they are %s', async (_, text) => {
    const on = await createCredasFixture();
    on.credas.process();
    on.put('delivery.json', text);
    const { code, processes } = await on.follow('delivery.json --only checks');
    expect({ code, ids: processes.map((one) => one.processId) }).toEqual({ code: 0, ids: [processId] });
  });

  it('are read from standard input', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    const { code, processes } = await on.follow('- --only checks', { stdin: JSON.stringify(notice()) });
    expect({ code, outcomes: processes.map(({ outcome }) => outcome) }).toEqual({
      code: 0,
      outcomes: ['complete'],
    });
  });

  it.each([
    ['no JSON', 'Your process is complete.', 'it is not valid JSON'],
    ['half of one', JSON.stringify(notice()).slice(0, 40), 'it is not valid JSON'],
    ['nothing', '', 'it is empty'],
    ['another object', '{"event":"done"}', 'it is not one of the four kinds that Credas posts'],
    ['a list', JSON.stringify([notice()]), 'it is not one of the four kinds that Credas posts'],
    [
      'a key twice',
      `{"ProcessId":"${processId}","ProcessId":"${processId}"}`,
      'its JSON has a duplicate key',
    ],
    [
      'a key in two spellings',
      `{"ProcessId":"${processId}","processId":"${processId}"}`,
      'it is not one of the four kinds that Credas posts',
    ],
    [
      'an id that leads elsewhere',
      '{"ProcessId":"../../journeys","Status":2}',
      'it is not one of the four kinds',
    ],
    ['two dots for an id', '{"ProcessId":"..","Status":2}', 'it is not one of the four kinds'],
    ['a number for an id', '{"ProcessId":7,"Status":2}', 'it is not one of the four kinds'],
    [
      'words for a status',
      JSON.stringify({ ...notice(), Status: 'done' }),
      'it is not one of the four kinds',
    ],
    [
      'an actor whose entity is none',
      JSON.stringify({ ...actorNotice, entityId: '..%2f..' }),
      'it is not one of the four kinds',
    ],
  ])('exit 2 and send nothing for %s', async (_, text, why) => {
    const on = await createCredasFixture();
    on.put('delivery.json', text);
    const { code, processes, error } = await on.follow('delivery.json');
    expect({ code, processes }).toEqual({ code: 2, processes: [] });
    expect(error).toMatchObject({ code: 'usage', changed: 'no' });
    expect(error?.['message']).toMatch(new RegExp(`delivery.json.* is not a Credas delivery: ${why}`, 'u'));
    expect(on.credas.seen).toEqual([]);
    expect(on.files()).toEqual([]);
  });

  it('exit 2 and send nothing for invalid arguments', async () => {
    const on = await createCredasFixture();
    on.put('delivery.json', notice());
    for (const words of [
      '',
      '--process ../x',
      '--process ..',
      `delivery.json --process ${processId}`,
      `--process ${processId} --entity ..`,
      `delivery.json --entity ${entityId}`,
      `--process ${processId} --only everything`,
      `--process ${processId} --concurrency 0`,
      `--process ${processId} --concurrency 65`,
      `--process ${processId} --wait 5`,
    ]) {
      expect(await on.follow(words), words).toMatchObject({ code: 2, processes: [] });
    }
    expect(on.credas.seen).toEqual([]);
  });

  it('exit 3 for a missing file', async () => {
    const on = await createCredasFixture();
    expect(await on.follow('nowhere.json')).toMatchObject({ code: 3, processes: [] });
  });

  it.each([
    [
      'an ongoing monitoring notice',
      { EntityId: entityId, ClientId: clientId },
      'This is an ongoing monitoring notice: it names no process, so nothing was fetched',
    ],
    [
      'a status update',
      {
        UpdateType: 8,
        Payload: JSON.stringify({ EntityIdvEntryIdDocumentId: 4, EntityId: entityId, ClientId: clientId }),
      },
      'This is a status update (right to work): it names no process, so nothing was fetched',
    ],
    [
      'a status update of a new type',
      { updateType: 42, payload: JSON.stringify({ entityId }) },
      'This is a status update (type 42): it names no process, so nothing was fetched',
    ],
  ])('fetch nothing and name the next step for %s', async (_, body, words) => {
    const on = await createCredasFixture();
    on.put('delivery.json', body);
    const { code, processes } = await on.follow('delivery.json');
    expect(code).toBe(0);
    expect(processes).toMatchObject([
      { processId: null, entities: [], files: [], outcome: 'ignored', reason: words },
    ]);

    const { stderr } = await on.run('credas follow delivery.json');
    expect(stderr).toContain(words);
    expect(stderr).toContain(`webhook-admin credas checks ${entityId}`);
    expect(on.credas.seen).toEqual([]);
    expect(on.files()).toEqual([]);
  });
});
