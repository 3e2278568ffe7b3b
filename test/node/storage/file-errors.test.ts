import { describe, expect, it } from 'vitest';
import { errorCode, fileError, errorReason } from '../../../src/node/storage/file-errors.js';

const withCode = (code: unknown): Error => Object.assign(new Error('text that quotes input'), { code });

describe('errors of the file system', () => {
  it('have a code only when the system gave one', () => {
    expect(errorCode(withCode('EIO'))).toBe('EIO');
    expect(errorCode(withCode(5))).toBeUndefined();
    expect(errorCode({ code: 'EIO' })).toBeUndefined();
  });

  it.each([
    [withCode('ENOSPC'), 'no space is left on the disk'],
    [withCode('EWEIRD'), 'EWEIRD'],
    [withCode('constructor'), 'constructor'],
    [new Error('text that quotes input'), 'unexpected failure'],
  ])('become a few words: %#', (error, words) => {
    expect(errorReason(error)).toBe(words);
  });

  it('name the path, the reason and what was left', () => {
    expect(fileError('/a/b', 'written', withCode('EROFS'), 'It is as it was.')).toMatchObject({
      failure: 'config',
      changed: 'no',
      message: '/a/b could not be written: the file system is read-only. It is as it was.',
    });
  });
});
