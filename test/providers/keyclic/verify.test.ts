import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/providers/keyclic/verify.js';

const body = new TextEncoder().encode('{"event":"reportCreated","payload":{}}');
const secrets = [{ secret: 'agreed-with-keyclic', slot: 'current' }] as const;
const check = (headers: Readonly<Record<string, string>>, header: string | undefined) =>
  verify({ body, headers }, secrets, { canonical: true, header });

describe('a delivery of Keyclic', () => {
  it('is genuine only with the agreed value in the agreed header', () => {
    expect(check({ 'x-hook': 'agreed-with-keyclic' }, 'x-hook')).toMatchObject({ genuine: true });
    expect(check({ 'x-hook': 'something else' }, 'x-hook')).toEqual({ genuine: false, reason: 'mismatch' });
    expect(check({ 'x-other': 'agreed-with-keyclic' }, 'x-hook').genuine).toBe(false);
  });

  it('is unsigned where no header was agreed on, whatever it carries', () => {
    expect(check({ 'x-hook': 'agreed-with-keyclic' }, undefined)).toEqual({
      genuine: false,
      reason: 'no-secret',
    });
  });
});
