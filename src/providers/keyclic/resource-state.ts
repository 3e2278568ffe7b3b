import { isJsonObject } from '../../json/value.js';

/** Where a state was found in a resource. */
export type StatePlace = 'state' | '_embedded.workflow.state' | 'phase';

export interface ResourceState {
  /** As Keyclic writes them: workflows are configurable, so the names are no closed set. */
  readonly names: readonly string[];
  readonly place: StatePlace | undefined;
}

const nothing: ResourceState = { names: [], place: undefined };

const member = (value: unknown, key: string): unknown =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const texts = (value: unknown): readonly string[] => {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string').filter((item) => item !== '');
};

/**
 * The state of a report or operation, from the first place that names one. Keyclic moved it over the
 * years: text at the root (page "Integration"), a list there, then the state of the embedded workflow,
 * and a phase beside it (its OpenAPI 1.28.0 to 2.75.2). Never throws.
 */
export const stateOf = (resource: unknown): ResourceState => {
  const workflow = member(member(member(resource, '_embedded'), 'workflow'), 'state');
  const places: readonly (readonly [StatePlace, unknown])[] = [
    ['state', member(resource, 'state')],
    ['_embedded.workflow.state', member(workflow, 'name')],
    ['phase', phaseOf(resource)],
  ];
  for (const [place, value] of places) {
    const names = texts(value);
    if (names.length > 0) return { names, place };
  }
  return nothing;
};

/** The name of a report's phase, which newer reports have beside their state. */
export const phaseOf = (resource: unknown): string | undefined =>
  texts(member(member(resource, 'phase'), 'name'))[0];

/** Whether the state differs; undefined where one of the two cannot be read, or they cannot be compared. */
export const stateChanged = (before: ResourceState, now: ResourceState): boolean | undefined => {
  if (before.place === undefined || now.place === undefined) return undefined;
  const same =
    before.names.length === now.names.length && before.names.every((name) => now.names.includes(name));
  if (same) return false;
  // Names of a phase are no names of a workflow's states: different places say nothing of a change.
  return before.place === now.place ? true : undefined;
};
