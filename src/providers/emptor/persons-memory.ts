import type { Session } from '../contract.js';

/** A person created from here. Ids are no secrets, and the file that described the person is not kept. */
export interface CreatedPerson {
  readonly personId: string;
  readonly country: string;
  readonly webhookUrl: string;
}

const most = 1_000;

/** Adds a person to the list of those created from here; the newest thousand stay. */
export const rememberPerson = (session: Session, person: CreatedPerson): Promise<void> =>
  session.memory.remember((state) => {
    const before: readonly unknown[] = Array.isArray(state['persons']) ? state['persons'] : [];
    const entry = {
      ...person,
      origin: session.origin,
      createdAt: session.clock.now().toISOString(),
    };
    state['persons'] = [...before, entry].slice(-most);
  });
