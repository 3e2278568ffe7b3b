import { describe, expect, it } from 'vitest';
import { checkBaseUrl } from '../../src/http/base-url.js';
import { lintWebhookUrl } from '../../src/http/webhook-url.js';
import { createProxySelector } from '../../src/node/network/select-proxy.js';
import { isLocalDelivery } from '../../src/sandbox/deliver.js';
import { isLoopback } from '../../src/text/loopback.js';

const loopback = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  '127.0.0.1',
  '127.255.255.254',
  '0x7f.1',
  '127.1.',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
];
const other = [
  '128.0.0.1',
  '126.255.255.255',
  '0.0.0.0',
  '[::]',
  '[::2]',
  '[::ffff:8.8.8.8]',
  'notlocalhost',
  'x.localhost',
  'x.localhost.',
  'localhost.example.com',
  '127.0.0.1.example.com',
];

const accepts = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

describe('isLoopback', () => {
  it.each(loopback)('is true for %s', (host) => {
    expect(isLoopback(new URL(`https://${host}:8443/x`))).toBe(true);
  });

  it.each(other)('is false for %s', (host) => {
    expect(isLoopback(new URL(`https://${host}:8443/x`))).toBe(false);
  });

  it.each([...loopback, ...other])(
    'decides alike about plain http, the proxy, and sandbox deliveries to %s',
    async (host) => {
      const url = `http://${host}:4401`;
      const expected = isLoopback(new URL(url));
      const rules = { allowPrivate: true, loopbackAllowed: true };
      expect(accepts(() => checkBaseUrl(url))).toBe(expected);
      expect(accepts(() => lintWebhookUrl(url, rules))).toBe(expected);
      const proxy = await createProxySelector('http://proxy.example:3128', {})(new URL(url));
      expect(proxy === undefined).toBe(expected);
      expect(isLocalDelivery({ url, event: 'made', headers: {}, body: '' })).toBe(expected);
    },
  );
});
