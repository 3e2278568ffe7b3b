import { describe, expect, it } from 'vitest';
import { pluralize } from '../../src/text/pluralize.js';

describe('pluralize', () => {
  it.each([
    [0, '0 files'],
    [1, '1 file'],
    [2, '2 files'],
  ])('says %d as %s', (count, words) => {
    expect(pluralize(count, 'file')).toBe(words);
  });

  it('takes the words for several as they are given', () => {
    expect(pluralize(2, 'process is', 'processes are')).toBe('2 processes are');
  });
});
