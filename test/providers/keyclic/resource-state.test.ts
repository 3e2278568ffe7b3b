import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phaseOf, stateChanged, stateOf } from '../../../src/providers/keyclic/resource-state.js';

const workflow = (name: unknown) => ({ _embedded: { workflow: { state: { name, type: 'State' } } } });

describe('the state of a resource', () => {
  it.each([
    ['text at the root', { state: 'NEW' }, ['NEW'], 'state'],
    ['a list at the root', { state: ['ACCEPTED', 'ON_HOLD'] }, ['ACCEPTED', 'ON_HOLD'], 'state'],
    ['the embedded workflow', workflow('À traiter'), ['À traiter'], '_embedded.workflow.state'],
    ['a phase', { phase: { name: 'In progress' } }, ['In progress'], 'phase'],
    ['the root before the workflow', { state: 'NEW', ...workflow('Other') }, ['NEW'], 'state'],
    [
      'the workflow where the root has an empty list',
      { state: [], ...workflow('Other') },
      ['Other'],
      '_embedded.workflow.state',
    ],
    ['a state that nobody knows', { state: 'SOMETHING_ELSE' }, ['SOMETHING_ELSE'], 'state'],
  ])('is read from %s', (_, resource, names, place) => {
    expect(stateOf(resource)).toEqual({ names, place });
  });

  it.each([
    [{}],
    [null],
    ['NEW'],
    [{ state: 3 }],
    [{ state: { name: 'x' } }],
    [{ _embedded: '..' }],
    [workflow(1)],
  ])('is unknown in %j', (resource) => {
    expect(stateOf(resource)).toEqual({ names: [], place: undefined });
  });

  it('has a phase in newer reports', () => {
    expect(phaseOf({ phase: { name: 'Done' }, state: 'CLOSED' })).toBe('Done');
    expect(phaseOf({ phase: 'Done' })).toBeUndefined();
  });

  it('has changed, has not changed, or cannot be compared', () => {
    const state = (resource: unknown) => stateOf(resource);
    expect(stateChanged(state({ state: 'NEW' }), state({ state: ['NEW'] }))).toBe(false);
    expect(stateChanged(state({ state: ['A', 'B'] }), state({ state: ['B', 'A'] }))).toBe(false);
    expect(stateChanged(state({ state: ['A', 'B'] }), state({ state: ['A'] }))).toBe(true);
    expect(stateChanged(state({ state: 'NEW' }), state({ state: 'ACCEPTED' }))).toBe(true);
    expect(stateChanged(state({ state: 'NEW' }), state(workflow('NEW')))).toBe(false);
    expect(stateChanged(state({ state: 'NEW' }), state(workflow('Nouveau')))).toBeUndefined();
    expect(stateChanged(state({}), state({ state: 'NEW' }))).toBeUndefined();
    expect(stateChanged(state({ state: 'NEW' }), state({}))).toBeUndefined();
  });

  it('is read from any value without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(stateOf(value).names.length > 0).toBe(stateOf(value).place !== undefined);
      }),
    );
  });
});
