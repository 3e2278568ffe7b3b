import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closestMatch } from '../../src/text/closest-match.js';

const events = ['document_upload', 'profile_status_change', 'zip_file_create', 'list', 'create', 'token get'];

describe('closestMatch', () => {
  it.each([
    ['documentupload', 'document_upload'],
    ['Document-Upload', 'document_upload'],
    ['document upload', 'document_upload'],
    ['documnet_upload', 'document_upload'],
    ['document_uplod', 'document_upload'],
    ['profile_status_changed', 'profile_status_change'],
    ['lsit', 'list'],
    ['lst', 'list'],
    ['craete', 'create'],
    ['token-get', 'token get'],
  ])('takes %j for %j', (word, meant) => {
    expect(closestMatch(word, events)).toBe(meant);
  });

  it.each(['', '--', 'xyz', 'rotate', 'ls', 'document', 'delete everything', 'x'.repeat(100_000)])(
    'has no idea about %j',
    (word) => {
      expect(closestMatch(word, events)).toBeUndefined();
    },
  );

  it('returns undefined without candidates', () => {
    expect(closestMatch('list', [])).toBeUndefined();
  });

  it('counts a swap of neighbours as one slip, so that the nearest wins', () => {
    expect(closestMatch('abcdfe', ['abcxyz', 'abcdxx', 'abcdef'])).toBe('abcdef');
    expect(closestMatch('abdc', ['abcd'])).toBe('abcd');
  });

  it('takes the first of two that are equally close', () => {
    expect(closestMatch('cat', ['cut', 'cot'])).toBe('cut');
    expect(closestMatch('cat', ['cot', 'cut'])).toBe('cot');
  });

  it('always finds a candidate itself, and one slip in a long one', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{6,20}$/),
        fc.nat(),
        fc.constantFrom('cut', 'double', 'swap'),
        (word, place, slip) => {
          const at = place % (word.length - 1);
          const [first, second] = [word.charAt(at), word.charAt(at + 1)];
          const middle = { cut: second, double: first + first + second, swap: second + first }[slip];
          expect(closestMatch(word, [word])).toBe(word);
          expect(closestMatch(word.slice(0, at) + middle + word.slice(at + 2), [word])).toBe(word);
        },
      ),
    );
  });
});
