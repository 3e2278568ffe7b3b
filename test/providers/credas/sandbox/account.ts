import * as sandbox from '../../../../src/providers/credas/sandbox.js';
import type { SandboxRequest, SandboxService } from '../../../../src/providers/sandbox-service.js';
import type { JsonObject } from '../../../../src/world.js';

export const service: SandboxService = sandbox;
export const key = { 'x-api-key': service.credentials['apiKey'] ?? '' };
export const hook = 'http://127.0.0.1:9/credas?our-reference=1232323';
export const root = '/api/v2/ci';

export const identityJourney = '5a4d8b00-0001-4000-8000-000000000001';
export const tenancyJourney = '5a4d8b00-0003-4000-8000-000000000003';
export const unknownId = '00000000-0000-4000-8000-000000000000';

export const person = (actorId: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  actorId,
  firstName: 'Zoë',
  surname: 'Sandbox',
  contactViaEmail: false,
  contactViaSms: false,
  inPerson: true,
  ...more,
});

interface Shown {
  readonly id: string;
  readonly status: number;
  readonly processActors: readonly { readonly id: number; readonly entityId: string }[];
}

/** An account of its own, with a clock that is moved by hand and the worst source of random numbers there is. */
export const account = () => {
  const state: JsonObject = {};
  let ms = Date.UTC(2026, 0, 1);
  const tools = { now: () => new Date(ms), random: () => 0.5 };
  const send = (method: string, path: string, more: Partial<SandboxRequest> = {}) =>
    service.handle(
      { method, path: `${root}${path}`, query: {}, headers: key, body: new Uint8Array(), ...more },
      state,
      tools,
    );
  const post = (path: string, body: unknown) =>
    send('POST', path, {
      headers: { ...key, 'content-type': 'application/json' },
      body: new TextEncoder().encode(JSON.stringify(body)),
    });
  const create = (more: Record<string, unknown> = {}) =>
    post('/processes', {
      title: 'T',
      journeyId: identityJourney,
      webhookUrl: hook,
      processEntities: [person(101)],
      ...more,
    });
  return {
    state,
    send,
    post,
    create,
    /** Creates one and gives what the answer says. */
    created: (more: Record<string, unknown> = {}): Shown => create(more).json as unknown as Shown, // as documented, or the test fails on it
    advance: () => service.advance(state, tools),
    emit: (event: string) => service.emit(event, state, tools),
    pass: (wait: number) => {
      ms += wait;
    },
    now: () => ms,
  };
};
