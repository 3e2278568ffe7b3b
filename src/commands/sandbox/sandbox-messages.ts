import { variableName } from '../../providers/names.js';
import { shellWord } from '../../errors.js';
import type { JsonValue } from '../../json/value.js';
import { visible } from '../../output/sanitize.js';
import type { SandboxService } from '../../providers/sandbox-service.js';
import type { SandboxEvent } from '../../sandbox/running-provider.js';
import type { SandboxServer } from '../../sandbox/server.js';
import type { Offered } from './sandbox-page.js';

const byId = <T>(
  offered: readonly Offered[],
  valueOf: (service: SandboxService) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(offered.map(({ id, service }) => [id, valueOf(service)]));

/** The first line of `sandbox --json`. */
export const readyDocument = (offered: readonly Offered[], { port, urls }: SandboxServer): JsonValue => ({
  type: 'ready',
  port,
  urls,
  credentials: byId(offered, ({ credentials }) => credentials),
  logins: byId(offered, ({ login }) => login ?? null),
});

/** The same for people: each address with its fake credentials, and the lines to paste into a shell: its settings, and what makes something happen. */
export const readyText = (offered: readonly Offered[], { urls }: SandboxServer): string => {
  const blocks = offered.map(({ id, service: { credentials, login, events } }) => {
    const url = urls[id] ?? '';
    const emit = JSON.stringify({ provider: id, event: events[0] ?? 'EVENT' });
    const settings = Object.entries({ baseUrl: url, ...credentials });
    return [
      `${id}  ${url}`,
      ...(login === undefined ? [] : [`  fake user ${login.username}, password ${login.password}`]),
      ...settings.map(([key, value]) => `  export ${variableName(id, key)}=${shellWord(value)}`),
      `  curl -d ${shellWord(emit)} ${url}/_sandbox/emit`,
    ].join('\n');
  });
  const lead =
    'The sandbox runs on this machine until Ctrl-C, with public fake credentials. It keeps nothing.';
  return `${lead}\n\n${blocks.join('\n\n')}\n`;
};

/** One line for a request or a delivery. */
export const eventLine = (event: SandboxEvent): string => {
  const { provider, status, fault } = event;
  if (event.type === 'delivery' && fault === 'elsewhere') {
    const what = `${provider}  does not deliver ${event.event} to ${event.url}`;
    return visible(`${what}: the sandbox delivers to this machine only`);
  }
  const what =
    event.type === 'request' ? `${event.method} ${event.path}` : `delivers ${event.event} to ${event.url}`;
  return visible(`${provider}  ${what}  ${status ?? 'no answer'}${fault === null ? '' : `  (${fault})`}`);
};
