import { describe, expect, it } from 'vitest';
import type { PlannedRequest } from '../../src/http/call.js';
import { callOf, json, scripted } from './scripted-http.js';

describe('a dry run', () => {
  const planned = async (call: Parameters<typeof callOf>): Promise<PlannedRequest | undefined> => {
    let seen: PlannedRequest | undefined;
    const plan = (request: PlannedRequest): never => {
      seen = request;
      throw new Error('planned');
    };
    const run = scripted([json(200, [])], { plan });
    await run.http.call(callOf(...call)).catch(() => undefined);
    expect(run.requests).toHaveLength(seen === undefined ? 1 : 0);
    expect(run.changes()).toBe(0);
    return seen;
  };

  it('shows a change instead of sending it, and still reads', async () => {
    expect(await planned(['replace'])).toEqual({
      method: 'PUT',
      url: 'https://eu.amani.ai/api/v2/webhook',
      body: { url: 'x' },
    });
    expect(await planned(['once'])).toEqual({
      method: 'PATCH',
      url: 'https://eu.amani.ai/api/v2/webhook/token',
    });
    expect(await planned(['read'])).toBeUndefined();
  });

  it('sends a POST query', async () => {
    expect(await planned(['query'])).toBeUndefined();
  });

  it('shows no text or number that the user wants concealed, wherever it stands alone', async () => {
    const body = {
      name: 'Jane',
      people: [{ first: 'Jane', note: 'Jane!', age: 7, id: 45678912 }],
      Jane: null,
    };
    const shown = await planned(['once', { body, sensitiveTexts: ['Jane', '45678912'] }]);
    expect(shown?.body).toEqual({
      name: '…',
      people: [{ first: '…', note: 'Jane!', age: 7, id: '…' }],
      Jane: null,
    });
  });

  it('masks secret fields wherever they stand', async () => {
    const body = { password: 'canary', people: [{ webhook_headers: { 'X-Key': 'canary' }, name: 'n' }] };
    const shown = await planned(['login', { body, secretFields: ['password', 'webhook_headers'] }]);
    expect(JSON.stringify(shown)).not.toContain('canary');
    expect(shown?.body).toMatchObject({ people: [{ name: 'n' }] });
  });
});
