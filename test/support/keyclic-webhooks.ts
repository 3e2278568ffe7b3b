import { expect } from 'vitest';
import { errorOf } from './amani-api.js';
import { webhookId, webhookUrl } from './keyclic-api.js';
import type { Finished } from './run-cli.js';
import type { Stage } from './stage.js';

/** What the program shows of the webhook of these tests. */
export const shown = {
  id: webhookId,
  event: 'reportCreated',
  url: webhookUrl,
  enabled: true,
  createdAt: '2021-06-01T08:00:00+02:00',
  updatedAt: '2021-06-01T08:00:00+02:00',
};
/** The removed API, switched on. */
export const legacy = { WEBHOOK_ADMIN_KEYCLIC_API: 'legacy' } as const;

export const run = (on: Stage, args: string): Promise<Finished> => on.run(args, { env: legacy });

/** The error of a legacy run that must end so, with nothing on stdout. */
export const fails = async (
  on: Stage,
  exit: number,
  args: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const { code, stdout, stderr } = await run(on, `${args} --json`);
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
  return errorOf(stderr);
};
