import type { FakeWorldOptions } from './fake-world.js';
import { acmeEntry } from './fake-provider.js';
import { runMain, type MainOptions, type MainRun } from './run-main.js';
import type { Transport, HttpRequest } from '../../src/world.js';

const providers = [acmeEntry];
/** Address and key by environment. */
export const setUp = {
  WEBHOOK_ADMIN_ACME_BASE_URL: 'https://api.acme.test',
  WEBHOOK_ADMIN_ACME_API_KEY: 'Zq7key.Kx93acme',
};

/** A transport that answers everything alike, and what was sent. */
export const recording = (status = 200) => {
  const sent: HttpRequest[] = [];
  const transport: Transport = (request) => {
    sent.push(request);
    return Promise.resolve({
      status,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode('{}'),
    });
  };
  return { sent, transport };
};

/** Runs a command of the made-up provider. */
export const run = (args: string, options: FakeWorldOptions & MainOptions = {}): Promise<MainRun> =>
  runMain(args, { providers, ...options });
