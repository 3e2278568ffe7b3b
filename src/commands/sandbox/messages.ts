import { variableName } from '../../providers/names.js';
import type { JsonValue } from '../../json/value.js';
import { escapeUnsafe } from '../../output/sanitize.js';
import type { SandboxService } from '../../providers/sandbox-service.js';
import type { SandboxEvent } from '../../sandbox/running-provider.js';
import type { SandboxServer } from '../../sandbox/server.js';
import { shellQuote } from '../../text/shell-quote.js';
import type { AvailableSandbox } from './page.js';

const byId = <T>(
  sandboxes: readonly AvailableSandbox[],
  valueOf: (service: SandboxService) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(sandboxes.map(({ id, service }) => [id, valueOf(service)]));

/** The first line of `sandbox --json`. */
export const readyDocument = (
  sandboxes: readonly AvailableSandbox[],
  { port, urls }: SandboxServer,
): JsonValue => ({
  type: 'ready',
  port,
  urls,
  credentials: byId(sandboxes, ({ credentials }) => credentials),
  logins: byId(sandboxes, ({ login }) => login ?? null),
});

/** The same as text: each address with its test credentials, and shell commands that set it up and trigger an event. */
export const readyText = (sandboxes: readonly AvailableSandbox[], { urls }: SandboxServer): string => {
  const blocks = sandboxes.map(({ id, service: { credentials, login, events } }) => {
    const url = urls[id] ?? '';
    const emit = JSON.stringify({ provider: id, event: events[0] ?? 'EVENT' });
    const settings = Object.entries({ baseUrl: url, ...credentials });
    return [
      `${id}  ${url}`,
      ...(login === undefined ? [] : [`  test user ${login.username}, password ${login.password}`]),
      ...settings.map(([key, value]) => `  export ${variableName(id, key)}=${shellQuote(value)}`),
      `  curl -d ${shellQuote(emit)} ${url}/_sandbox/emit`,
    ].join('\n');
  });
  const intro =
    'The sandbox runs on this machine until Ctrl-C, with public test credentials. It stores nothing.';
  return `${intro}\n\n${blocks.join('\n\n')}\n`;
};

/** One line for a request or a delivery. */
export const eventLine = (event: SandboxEvent): string => {
  const { provider, status, fault } = event;
  if (event.type === 'delivery' && fault === 'elsewhere') {
    const text = `${provider}  does not deliver ${event.event} to ${event.url}`;
    return escapeUnsafe(`${text}: the sandbox delivers to this machine only`);
  }
  const text =
    event.type === 'request' ? `${event.method} ${event.path}` : `delivers ${event.event} to ${event.url}`;
  return escapeUnsafe(
    `${provider}  ${text}  ${status ?? 'no response'}${fault === null ? '' : `  (${fault})`}`,
  );
};
