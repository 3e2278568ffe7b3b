import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { checkSegment, segment } from '../../src/http/segment.js';

const uuid = '1e144e85-f45b-4ae3-8915-ae2826ea1e55';

describe('segment', () => {
  it('passes ids on unchanged', () => {
    expect(segment(uuid, 'uuid')).toBe(uuid);
    expect(segment(uuid.toUpperCase(), 'uuid')).toBe(uuid.toUpperCase());
    expect(segment('per_01-HX.7~', 'token')).toBe('per_01-HX.7~');
    expect(segment('a'.repeat(128), 'token')).toHaveLength(128);
    expect(checkSegment('token')('per_01')).toBeUndefined();
  });

  it.each([
    '',
    '.',
    '..',
    '%2e%2e',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a b',
    'a\n',
    '\u202e',
    'é',
    'a'.repeat(129),
  ])('refuses %j as a token and as a UUID', (value) => {
    expect(() => segment(value, 'token')).toThrow(AppError);
    expect(() => segment(value, 'uuid')).toThrow(AppError);
    expect(checkSegment('token')(value)).toContain('An id has');
    expect(checkSegment('uuid')(value)).toContain('An id looks like');
  });

  it('refuses a token where a UUID is meant', () => {
    expect(() => segment('per_01', 'uuid')).toThrow('The id is not valid. Nothing was sent.');
  });

  it('repeats nothing of what it refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 129, maxLength: 300 }), (value) => {
        expect(() => segment(value, 'token')).toThrow(/^The id is not valid\. Nothing was sent\.$/);
      }),
    );
  });

  it('leaves the path of a URL as it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (value) => {
        let id: string;
        try {
          id = segment(value, 'token');
        } catch {
          return;
        }
        expect(new URL(`https://h.example/a/${id}/b`).pathname).toBe(`/a/${id}/b`);
      }),
      { numRuns: 1_000 },
    );
  });
});
