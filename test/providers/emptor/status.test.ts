import { describe, expect, it } from 'vitest';
import { reportRows } from '../../../src/providers/emptor/status.js';
import { pageExample } from '../../support/emptor-delivery.js';

describe('the rows of a status', () => {
  it('are the person and each report, unchanged', () => {
    const lines = reportRows('PENDING_MANUAL_REVIEW', pageExample);
    expect(lines.map(({ name, state, outcome }) => [name, state, outcome])).toEqual([
      ['person', 'PENDING_MANUAL_REVIEW', ''],
      ['document_id_status', 'COMPLETED', 'PASSED'],
      ['news_search', 'COMPLETED', 'INFO'],
    ]);
    expect(lines[1]?.updatedAt).toBe('2023-08-30T14:04:13.654999');
  });

  it.each([{}, { reports: null }, { reports: [] }, { reports: 'none' }, 'PENDING', null, []])(
    'are the person alone where the answer is %j',
    (response) => {
      expect(reportRows('PENDING', response)).toEqual([
        { name: 'person', state: 'PENDING', outcome: '', updatedAt: '' },
      ]);
    },
  );

  it('never invent an outcome', () => {
    const reports = { a: { state: 'ERROR', outcome: null }, b: 7, c: { outcome: true }, d: {} };
    for (const { name, outcome } of reportRows('INFO', { reports })) expect(outcome, name).toBe('');
  });
});
