import type { Memory } from '../providers/session.js';
import type { Stores } from '../world.js';
import { ensureObject, getObject } from './json-path.js';

/** What a provider last confirmed for one profile, in `state.json`. */
export const accountMemory = (stores: Stores, profile: string, providerId: string): Memory => {
  const path = ['profiles', profile, providerId];
  return {
    recall: () => getObject(stores.read('state'), path),
    remember: (edit) => stores.update((open) => edit(ensureObject(open('state'), path))),
  };
};
