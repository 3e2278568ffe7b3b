import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checksOf,
  clientId,
  detailsOf,
  entityId,
  notice,
  otherEntityId,
  paths,
  pdfOf,
  processId,
} from '../support/credas-server.js';
import { createCredasFixture } from '../support/credas-fixture.js';

const folder = `credas-${processId}`;
const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

const wholeTraffic = [
  `GET ${paths.process()}`,
  `GET ${paths.details()}`,
  `GET ${paths.checks()}`,
  `POST ${paths.pdf()}`,
];
const wholeFolder = [
  folder,
  `${folder}/active-checks-${entityId}.json`,
  `${folder}/details.json`,
  `${folder}/manifest.json`,
  `${folder}/report-${entityId}.pdf`,
];

describe('credas follow with one process', () => {
  it('checks the delivery at Credas, fetches the three results, and saves their exact bytes', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.put('delivery.json', notice());

    const { code, processes, error } = await on.follow('delivery.json');

    expect({ code, error }).toEqual({ code: 0, error: undefined });
    const [checks, details] = [JSON.stringify(checksOf(entityId)), JSON.stringify(detailsOf(processId))];
    const pdf = pdfOf(entityId);
    expect(processes).toEqual([
      {
        processId,
        clientId,
        status: 2,
        entities: [
          {
            entityId,
            source: 'process',
            checks: [
              { type: 11, name: 'RTW', status: 1, statusName: 'Pass' },
              { type: 77, name: 'AML', status: 6, statusName: 'Refer' },
            ],
          },
        ],
        files: [
          {
            kind: 'details',
            path: `${folder}/details.json`,
            bytes: details.length,
            sha256: sha256(details),
          },
          {
            kind: 'checks',
            path: `${folder}/active-checks-${entityId}.json`,
            bytes: checks.length,
            sha256: sha256(checks),
          },
          { kind: 'pdf', path: `${folder}/report-${entityId}.pdf`, bytes: pdf.length, sha256: sha256(pdf) },
        ],
        outcome: 'complete',
        reason: null,
      },
    ]);
    expect([...on.credas.traffic()].sort()).toEqual([...wholeTraffic].sort());
    expect(on.credas.traffic()[0]).toBe(`GET ${paths.process()}`);
    expect(on.files()).toEqual(wholeFolder);
    expect(on.text(`${folder}/details.json`)).toBe(details);
    expect(on.text(`${folder}/active-checks-${entityId}.json`)).toBe(checks);
    expect(on.text(`${folder}/report-${entityId}.pdf`)).toBe(pdf.toString());
    expect(JSON.parse(on.text(`${folder}/manifest.json`))).toEqual({
      version: 1,
      processId,
      clientId,
      status: 2,
      entities: [{ entityId, source: 'process' }],
      files: processes[0]?.files
        .map(({ path: file, ...rest }) => ({ name: path.basename(file), ...rest }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    });
    expect(statSync(path.join(on.home, folder)).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(on.home, folder, 'details.json')).mode & 0o777).toBe(0o600);
  });

  it('shows a summary without personal data', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.put('delivery.json', notice());
    const { code, stdout, stderr } = await on.run('credas follow delivery.json');
    expect(code).toBe(0);
    expect(stdout).toBe(`${entityId}\tRight to Work\tPass\n${entityId}\tAML\tRefer\n`);
    expect(stderr).toBe(
      `ok: Process ${processId} is complete\n` +
        `  3 files in ${folder}/  (details.json, active-checks-….json, report-….pdf)\n`,
    );
  });

  it('fetches nothing that is complete according to the manifest', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    const first = await on.follow(`--process ${processId}`);
    const before = on.credas.seen.length;
    const again = await on.follow(`--process ${processId.toUpperCase()}`);
    expect(again).toEqual(first);
    expect(on.credas.seen.length).toBe(before);
  });

  it('fetches only what is missing', async () => {
    const on = await createCredasFixture();
    on.credas.process({ entities: [entityId, otherEntityId] });
    on.credas.answer(
      'POST',
      paths.pdf(otherEntityId),
      { status: 500, json: {} },
      { json: pdfOf(otherEntityId).toString('base64') },
    );
    const first = await on.follow(`--process ${processId} --retries 0`);
    expect(first.code).toBe(11);
    expect(first.error).toMatchObject({
      code: 'partial',
      changed: 'no',
      next: `webhook-admin credas follow --process ${processId} --retries 0 --json`,
    });
    expect(first.processes).toMatchObject([
      { outcome: 'partial', reason: expect.stringContaining(`the report of ${otherEntityId}`) as string },
    ]);
    expect(on.files()).toContain(`${folder}/report-${entityId}.pdf`);
    expect(on.files()).not.toContain(`${folder}/report-${otherEntityId}.pdf`);

    const before = on.credas.seen.length;
    const second = await on.follow(`--process ${processId}`);
    expect(second).toMatchObject({ code: 0, processes: [{ outcome: 'complete' }] });
    expect(second.processes[0]?.files).toHaveLength(5);
    expect(on.credas.traffic().slice(before)).toEqual([
      `GET ${paths.process()}`,
      `POST ${paths.pdf(otherEntityId)}`,
    ]);
    expect(on.text(`${folder}/report-${otherEntityId}.pdf`)).toBe(pdfOf(otherEntityId).toString());
  });
});
