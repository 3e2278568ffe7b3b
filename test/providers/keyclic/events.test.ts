import { describe, expect, it } from 'vitest';
import {
  checkEventName,
  knownEvent,
  knownEvents,
  currentNames,
} from '../../../src/providers/keyclic/events.js';

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
    expect(currentNames).toEqual([...names('current'), ...names('newer')]);
  });

  it('have the current name for each older name', () => {
    expect(knownEvent('report_state_changed')).toMatchObject({
      today: 'reportStateChanged',
      until: '2018-06-28',
    });
    expect(knownEvent('nothing')).toBeUndefined();
  });

  it('may have an unknown name, but no other characters', () => {
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
  ])('do not have a misspelled name like %s', (typed, meant) => {
    expect(checkEventName(typed)).toBe(
      `There is no such event. Did you mean ${meant}? To list them: webhook-admin keyclic events.`,
    );
  });

  it('have any known name', () => {
    for (const { name } of knownEvents) expect(checkEventName(name)).toBeUndefined();
  });
});
