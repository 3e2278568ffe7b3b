import { describe, expect, it } from 'vitest';
import { memoryStores } from '../../support/memory-stores.js';
import type { Transport } from '../../../src/world.js';
import { errorIn, runMain, type MainRun } from '../../support/run-main.js';

/** Answers as one account of Amani does; what was put is kept. */
const account = () => {
  const put: unknown[] = [];
  const transport: Transport = ({ method, url, body }) => {
    const path = new URL(url).pathname;
    if (method === 'PUT') put.push(JSON.parse(String(body)));
    const answers: Readonly<Record<string, unknown>> = {
      '/api/v2/webhook/events': ['document_upload', 'profile_create'],
      '/api/v2/webhook': { id: 'w1', ...(put.at(-1) as object | undefined) },
      '/api/v2/webhook/token': { token: 'a-webhook-secret-of-nobody' },
    };
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(JSON.stringify(answers[path])),
    });
  };
  return { put, transport };
};

const stores = () => memoryStores('shared');

const at = (
  address: string | undefined,
  args: string,
  shared: ReturnType<typeof stores>,
  { transport } = account(),
): Promise<MainRun> =>
  runMain(args, {
    stores: shared,
    transport,
    env: {
      WEBHOOK_ADMIN_AMANI_TOKEN: 'a-user-token-of-nobody',
      ...(address !== undefined && { WEBHOOK_ADMIN_AMANI_BASE_URL: address }),
    },
  });

describe('what one address confirmed', () => {
  it('is not sent to another: an update there needs the whole description', async () => {
    const shared = stores();
    const create = 'amani create --url https://a.test/h --event document_upload';
    expect((await at('https://eu.amani.ai', create, shared)).code).toBe(0);
    const other = account();
    const update = 'amani update --enable profile_create --yes --json';
    const refused = await at('https://tr.amani.ai', update, shared, other);
    expect(errorIn(refused)['missing']).toContain('--url');
    expect(other.put).toEqual([]);
    expect((await at('https://eu.amani.ai', update, shared)).code).toBe(0);
  });

  it('is shown there, and where no address is set', async () => {
    const shared = stores();
    await at('https://eu.amani.ai', 'amani create --url https://a.test/h --all-events', shared);
    expect((await at('https://eu.amani.ai', 'amani show', shared)).code).toBe(0);
    expect((await at(undefined, 'amani show', shared)).code).toBe(0);
    const elsewhere = await at('https://tr.amani.ai', 'amani show', shared);
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).toContain('No Amani webhook is saved at https://tr.amani.ai');
  });
});
