import { describe, expect, it } from 'vitest';
import {
  checkEventName,
  knownEvent,
  knownEvents,
  namesToday,
} from '../../../src/providers/keyclic/known-events.js';

describe('the events of Keyclic', () => {
  it('are the five of the page, two newer and the five older names', () => {
    const names = (state: string) =>
      knownEvents.filter((event) => event.state === state).map(({ name }) => name);
    expect(names('current')).toEqual([
      'reportCreated',
      'reportStateChanged',
      'operationCreated',
      'operationStateChanged',
      'operationRemoved',
    ]);
    expect(names('newer')).toEqual(['taskCreated', 'taskStateChanged']);
    expect(names('older')).toEqual([
      'report_created',
      'report_state_changed',
      'operation_created',
      'operation_state_changed',
      'operation_removed',
    ]);
    expect(namesToday).toEqual([...names('current'), ...names('newer')]);
  });

  it('say of the older names what they are called today', () => {
    expect(knownEvent('report_state_changed')).toMatchObject({
      today: 'reportStateChanged',
      until: '2018-06-28',
    });
    expect(knownEvent('nothing')).toBeUndefined();
  });

  it('may have a name that nobody knows yet, but none with other characters', () => {
    for (const name of ['somethingNew', 'a', 'a_b.c-d']) expect(checkEventName(name)).toBeUndefined();
    for (const name of ['reportUpdated', 'operationClosed', 'taskRemoved', 'organizationCreated', 'report'])
      expect(checkEventName(name), name).toBeUndefined();
    for (const name of ['', '1a', 'a b', 'a\n', 'é', 'a'.repeat(65), 'a/b'])
      expect(checkEventName(name)).toBeDefined();
  });

  it.each([
    ['reportcreated', 'reportCreated'],
    ['ReportCreated', 'reportCreated'],
    ['report-created', 'reportCreated'],
    ['reportCreate', 'reportCreated'],
    ['report_create', 'reportCreated'],
    ['repportCreated', 'reportCreated'],
    ['operationsStateChanged', 'operationStateChanged'],
    ['operation.removed', 'operationRemoved'],
    ['taskStateChange', 'taskStateChanged'],
  ])('have no name like %s: that is a slip', (typed, meant) => {
    expect(checkEventName(typed)).toBe(
      `There is no such event. Did you mean ${meant}? All of them: webhook-admin keyclic events.`,
    );
  });

  it('may be called by every known name', () => {
    for (const { name } of knownEvents) expect(checkEventName(name)).toBeUndefined();
  });
});
