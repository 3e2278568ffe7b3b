import { describe, expect, it } from 'vitest';
import { checkBaseUrl } from '../../../src/http/base-url.js';
import { isLoopback } from '../../../src/node/network/select-proxy.js';

describe('this machine', () => {
  it.each(['localhost', 'LOCALHOST.', '127.0.0.1', '0x7f.1', '127.1.', '[::1]', '[::ffff:127.0.0.1]'])(
    'is %s for settings and for calls alike',
    (host) => {
      const { base } = checkBaseUrl(`http://${host}:4401`);
      expect(isLoopback(new URL(base))).toBe(true);
    },
  );

  it.each([
    'localhost.example.com',
    '127.0.0.1.example.com',
    'notlocalhost',
    '[::ffff:8.8.8.8]',
    '128.0.0.1',
  ])('is not %s', (host) => expect(isLoopback(new URL(`http://${host}`))).toBe(false));
});
