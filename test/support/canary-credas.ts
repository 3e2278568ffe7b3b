import type { CanaryFixture, Right } from './canary-case.js';
import { ids, people } from './canary-people.js';

const pdf = Buffer.from(
  `%PDF-1.4\n% ${Object.values(people).join(' ')}\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n`,
);
const actor = (entityId: string) => ({ id: 7, entityId, status: 0, ...people });
const refusal = `${people.firstName} ${people.surname} (${people.email}) may not be looked at.`;

const root = '/api/v2/ci';
const process = (id: string): string => `GET ${root}/processes/${id}`;
const checks = (id: string): string => `GET ${root}/entities/${id}/active-checks`;
const report = (entity: string, id: string): string => `POST ${root}/entities/${entity}/${id}/pdf-export`;
const details = { id: ids.process, status: 2, people: [people], [people.email]: people.note };
const checked = {
  json: [{ type: 11, name: 'Right to Work', status: 1, submittedBy: people.surname, person: people }],
};

const answers: Readonly<Record<string, Right>> = {
  [`GET ${root}/journeys`]: {
    json: [{ id: ids.journey, title: 'Identity', isActive: true, actors: [{ id: 101, title: 'Applicant' }] }],
  },
  [`POST ${root}/processes`]: {
    json: { id: ids.process, title: people.surname, processActors: [actor(ids.entity)] },
  },
  [process(ids.process)]: {
    json: { id: ids.process, status: 2, title: people.surname, processActors: [actor(ids.entity)] },
  },
  [process(ids.second)]: { json: { id: ids.second, status: 2, title: people.surname } },
  [process(ids.running)]: { json: { id: ids.running, status: 1, title: people.surname } },
  [process(ids.deleted)]: { status: 404, json: { title: refusal } },
  [process(ids.refused)]: { status: 400, json: { title: refusal, detail: refusal } },
  [`${process(ids.process)}/details`]: { json: details },
  [`${process(ids.second)}/details`]: { json: { ...details, entityId: ids.otherEntity } },
  [`${process(ids.process)}/pdf-export`]: { bytes: pdf },
  [checks(ids.entity)]: checked,
  [checks(ids.otherEntity)]: { status: 400, json: { title: refusal, detail: refusal } },
  [report(ids.entity, ids.process)]: { bytes: pdf },
  [report(ids.otherEntity, ids.second)]: { json: { file: pdf.toString('base64'), name: people.surname } },
};

const folder = `credas-${ids.process}`;
const results = (inside: string): readonly string[] =>
  [
    `${folder}/details.json`,
    `${folder}/active-checks-${ids.entity}.json`,
    `${folder}/report-${ids.entity}.pdf`,
    `credas-${ids.second}/details.json`,
    `credas-${ids.second}/report-${ids.otherEntity}.pdf`,
  ].map((name) => `${inside}${name}`);

const create = '--webhook-url https://hooks.example.com/credas --reference our-reference=1232323';
const sends = { sendsPeople: true } as const;

export const credasFixture: CanaryFixture = {
  settings: { header: 'XKey' },
  open: () => (call) => answers[call],
  cases: {
    'credas process create': [
      { args: `--body process.json ${create} --yes`, ...sends },
      { args: `--body - ${create} --yes`, pipe: 'process.json', ...sends },
      { args: `--body process.json ${create}`, code: 2 },
      { args: `--body unfit-process.json ${create} --yes`, code: 2 },
      { args: `--body unread-process.json ${create} --yes`, code: 2 },
      { args: `--body process.json ${create} --yes --sandbox`, code: 6 },
    ],
    'credas follow': [
      { args: '-', pipe: 'notices.ndjson', saves: results(''), code: 11 },
      { args: 'delivery.json --output-dir results', saves: results('results/') },
      { args: `--process ${ids.process}`, saves: results('') },
      { args: `--process ${ids.running}`, code: 8 },
      { args: `--process ${ids.deleted}`, code: 6 },
      { args: `--process ${ids.refused}`, code: 6 },
      { args: 'monitoring.json' },
      { args: 'process.json', code: 2 },
    ],
    'credas checks': [
      { args: ids.entity, wholeInJson: true },
      { args: `${ids.entity} --output checks.json`, wholeInJson: true, saves: ['checks.json'] },
    ],
    'credas details': [
      { args: ids.process, wholeInJson: true, anyJson: true },
      {
        args: `${ids.process} --output details.json`,

        wholeInJson: true,
        anyJson: true,
        saves: ['details.json'],
      },
    ],
    'credas pdf': [
      { args: `${ids.entity} ${ids.process} --output report.pdf`, saves: ['report.pdf'] },
      {
        args: `${ids.entity} ${ids.process} --output report.pdf`,
        env: { WEBHOOK_ADMIN_CREDAS_PDF_ROUTE: 'process' },

        saves: ['report.pdf'],
      },
    ],
  },
};
