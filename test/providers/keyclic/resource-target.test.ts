import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { linkBase } from '../../../src/providers/keyclic/resource-target.js';
import { resolveTarget } from '../../../src/providers/keyclic/resource-target.js';

const base = linkBase('https://api.keyclic.com', undefined);
const id = 'b0e7e28f-5b91-4c73-875e-8f34aa03553a';
const other = 'c1d8f390-5b91-4c73-875e-8f34aa03553a';
const target = (event: string, payload: Record<string, unknown>) => resolveTarget({ event, payload }, base);

const failureOf = (event: string, payload: Record<string, unknown>): string => {
  try {
    target(event, payload);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
  }
  return 'none';
};

describe('the target of a delivery', () => {
  it.each([
    ['reportCreated', { type: 'Report', id }, 'report', `/reports/${id}`],
    ['anything', { type: 'OPERATION', id }, 'operation', `/operations/${id}`],
    ['reportStateChanged', { id }, 'report', `/reports/${id}`],
    ['report_created', { id }, 'report', `/reports/${id}`],
    ['operationRemoved', { id }, 'operation', `/operations/${id}`],
    ['taskCreated', { type: 'Task', id, _links: { self: { href: `/tasks/${id}` } } }, 'Task', `/tasks/${id}`],
    ['new', { _links: { self: `/v2/things/${id}` } }, 'things', `/v2/things/${id}`],
    [
      'reportCreated',
      { type: 'Task', id, _links: { self: { href: `/tasks/${id}` } } },
      'Task',
      `/tasks/${id}`,
    ],
  ])('of %s with %j', (event, payload, resource, path) => {
    expect(target(event, payload)).toEqual({ resource, id, path });
  });

  it('is rejected when a report has no valid id', () => {
    expect(failureOf('reportCreated', {})).toBe('usage');
    for (const wrong of ['..', '../operations/1', '1', `${id}/x`, `${id}\n`, 'A'.repeat(36)])
      expect(failureOf('reportCreated', { id: wrong }), wrong).toBe('usage');
  });

  it('is unsupported for another resource without a link', () => {
    expect(failureOf('taskCreated', { type: 'Task', id })).toBe('unsupported');
    expect(failureOf('reporterCreated', { id })).toBe('unsupported');
  });

  it('is rejected when the link points to another resource, or to none', () => {
    expect(failureOf('taskCreated', { id, _links: { self: `/tasks/${other}` } })).toBe('usage');
    expect(failureOf('taskCreated', { _links: { self: '/security/login' } })).toBe('usage');
  });

  it.each([`/reports/${id}?a=b`, 7, ['/reports'], 'reports/1', `/reports/${id}/../../security/login`])(
    'of a report is its id alone, whatever its own link is: %j',
    (self) => {
      expect(target('reportCreated', { type: 'Report', id, _links: { self } })).toEqual({
        resource: 'report',
        id,
        path: `/reports/${id}`,
      });
      expect(failureOf('taskCreated', { type: 'Task', id, _links: { self } })).toBe('usage');
    },
  );

  it('is rejected when a link is foreign, even if it is not needed', () => {
    expect(failureOf('reportCreated', { type: 'Report', id, _links: { self: '//evil.example/x' } })).toBe(
      'usage',
    );
  });
});
