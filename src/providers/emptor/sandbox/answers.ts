import { objectIn, type Reply } from '../../sandbox-body.js';
import type { SandboxRequest } from '../../sandbox-service.js';

/** Emptor documents no error body: `message` is ours. */
export const refusal = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({ status, headers, json: { message } });

/** The object in a JSON body, or the 400 that says what it is instead. */
export const readObject = (
  request: SandboxRequest,
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly refused: Reply } => {
  const body = objectIn(request);
  if ('fields' in body) return body;
  const what = body.fault === 'syntax' ? 'is not valid JSON' : 'must be a JSON object';
  return { refused: refusal(400, `The body ${what}.`) };
};
