import { expect } from 'vitest';
import { errorOf } from './amani-api.js';
import { webhookId, webhookUrl } from './keyclic-api.js';
import type { Finished } from './run-cli.js';
import type { Fixture } from './fixture.js';

/** The output for the webhook of these tests. */
export const shown = {
  id: webhookId,
  event: 'reportCreated',
  url: webhookUrl,
  enabled: true,
  createdAt: '2021-06-01T08:00:00+02:00',
  updatedAt: '2021-06-01T08:00:00+02:00',
};
/** Enables the removed API. */
export const legacy = { WEBHOOK_ADMIN_KEYCLIC_API: 'legacy' } as const;

export const run = (on: Fixture, args: string): Promise<Finished> => on.run(args, { env: legacy });

/** Expects a run with the removed API to fail without output on stdout, and returns its error. */
export const fails = async (
  on: Fixture,
  exit: number,
  args: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const { code, stdout, stderr } = await run(on, `${args} --json`);
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
  return errorOf(stderr);
};
