import { isJsonObject } from '../../json/value.js';

/** Where a state was found in a resource. */
export type StatePlace = 'state' | '_embedded.workflow.state' | 'phase';

export interface ResourceState {
  /** As Keyclic writes them: workflows are configurable, so the set of names is not closed. */
  readonly names: readonly string[];
  readonly place: StatePlace | undefined;
}

const unknownState: ResourceState = { names: [], place: undefined };

const memberOf = (value: unknown, key: string): unknown =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const strings = (value: unknown): readonly string[] => {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string').filter((item) => item !== '');
};

/**
 * The state of a report or operation, from the first place that has one. Keyclic moved it over the years:
 * a string at the root (page "Integration"), a list there, the state of the embedded workflow, and a phase
 * (OpenAPI 1.28.0 to 2.75.2). Never throws.
 */
export const stateOf = (resource: unknown): ResourceState => {
  const workflow = memberOf(memberOf(memberOf(resource, '_embedded'), 'workflow'), 'state');
  const places: readonly (readonly [StatePlace, unknown])[] = [
    ['state', memberOf(resource, 'state')],
    ['_embedded.workflow.state', memberOf(workflow, 'name')],
    ['phase', phaseOf(resource)],
  ];
  for (const [place, value] of places) {
    const names = strings(value);
    if (names.length > 0) return { names, place };
  }
  return unknownState;
};

/** The name of a report's phase, which newer reports have in addition to their state. */
export const phaseOf = (resource: unknown): string | undefined =>
  strings(memberOf(memberOf(resource, 'phase'), 'name'))[0];

/** Whether the state changed; undefined when a state is unknown or the two cannot be compared. */
export const stateChanged = (before: ResourceState, now: ResourceState): boolean | undefined => {
  if (before.place === undefined || now.place === undefined) return undefined;
  const same =
    before.names.length === now.names.length && before.names.every((name) => now.names.includes(name));
  if (same) return false;
  // States from different places, such as a phase and a workflow, have different names.
  return before.place === now.place ? true : undefined;
};
