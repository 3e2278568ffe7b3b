import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/signing/fingerprint.js';

describe('fingerprint', () => {
  it.each([
    // Python: hmac.new(b'webhook-admin', secret.encode(), 'sha256').hexdigest()[:8]
    ['0123456789abcdef', '92de6839'],
    ['wh-secret-\u00e9-0123456789', '2b2d0281'],
  ])('is the same everywhere for %s', (secret, expected) => {
    expect(fingerprint(secret)).toBe(expected);
  });

  it('is null for secrets that its digits would help to guess', () => {
    expect(fingerprint('0123456789abcde')).toBeNull();
    expect(fingerprint('')).toBeNull();
  });
});
