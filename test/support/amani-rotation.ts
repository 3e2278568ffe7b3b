/** What the tests of a rotation have in common. */

import { traffic } from './amani-api.js';
import { canary, type Fixture } from './fixture.js';
import type { Reply } from './strict-server.js';

export const rotate = 'amani token rotate --yes';

/** The request arrives whole, and its answer never comes. */
export const lost: Reply = { raw: (socket) => socket.destroy() };

/** An answer with the new secret that waits until it is let go. */
export const heldAnswer = (): { readonly reply: Reply; readonly letGo: () => void } => {
  let letGo = (): void => undefined;
  const raw: Extract<Reply, { readonly raw: unknown }>['raw'] = (_, response) => {
    letGo = () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ token: canary.newSecret }));
    };
  };
  return { reply: { raw }, letGo: () => letGo() };
};

/** What the store holds: the current secret, and the one before it. */
export const kept = (on: Fixture): { readonly current: unknown; readonly previous: unknown } => {
  const document = on.stored('credentials') as
    | {
        profiles: {
          default: { amani: { secrets: { webhookSecret: { value: string } }; previous?: { value: string } } };
        };
      }
    | undefined; // the shape is what the tests check
  const account = document?.profiles.default.amani;
  return { current: account?.secrets.webhookSecret.value, previous: account?.previous?.value };
};

/** How many PATCH requests Amani has seen. */
export const patches = (on: Fixture): number =>
  traffic(on.api).filter((line) => line.startsWith('PATCH ')).length;
