import { describe, expect, it } from 'vitest';
import { verify } from '../../src/providers/verify-shared-header.js';

const body = new TextEncoder().encode('{"event":"reportCreated","payload":{}}');
const secrets = [{ secret: 'a-value-agreed-on', slot: 'current' }] as const;
const check = (headers: Readonly<Record<string, string>>, header: string | undefined) =>
  verify({ body, headers }, secrets, { canonical: true, header });

describe('a delivery that nobody signs', () => {
  it('is genuine only with the agreed value in the agreed header', () => {
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

  it('is unsigned where no header was agreed on, whatever it carries', () => {
    expect(check({ 'x-hook': 'a-value-agreed-on' }, undefined)).toEqual({
      genuine: false,
      reason: 'no-secret',
    });
  });
});
