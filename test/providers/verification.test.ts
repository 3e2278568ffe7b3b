import { describe, expect, it } from 'vitest';
import { verify } from '../../src/providers/verification.js';

const body = new TextEncoder().encode('{"event":"reportCreated","payload":{}}');
const secrets = [{ secret: 'a-value-agreed-on', slot: 'current' }] as const;
const check = (headers: Readonly<Record<string, string>>, header: string | undefined) =>
  verify({ body, headers }, secrets, { canonical: true, header });

describe('verification of an unsigned delivery', () => {
  it('accepts only the agreed value in the agreed header', () => {
    expect(check({ 'x-hook': 'a-value-agreed-on' }, 'x-hook')).toEqual({
      genuine: true,
      form: 'shared-header',
      slot: 'current',
    });
    expect(check({ 'x-hook': 'a-value-agreed-oN' }, 'x-hook')).toEqual({
      genuine: false,
      reason: 'mismatch',
    });
    expect(check({ 'x-other': 'a-value-agreed-on' }, 'x-hook').genuine).toBe(false);
    expect(check({}, 'x-hook').genuine).toBe(false);
  });

  it('reports a missing secret when no header was agreed on', () => {
    expect(check({ 'x-hook': 'a-value-agreed-on' }, undefined)).toEqual({
      genuine: false,
      reason: 'no-secret',
    });
  });
});
