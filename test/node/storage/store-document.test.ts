import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { parseDocument } from '../../../src/node/storage/store-document.js';

describe('parseDocument', () => {
  it('gives back every object as it was written, keys of all kinds included', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.jsonValue()),
        (document) => {
          const text = JSON.stringify({ ...document, version: 1 });
          expect(JSON.stringify(parseDocument(Buffer.from(text), '/file'))).toBe(text);
        },
      ),
    );
  });

  it('fails as config on any other bytes, naming the file and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          const document = parseDocument(bytes, '/file');
          expect(typeof document).toBe('object');
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as AppError).message).toBe(
            '/file is not a JSON object. It was left as it is, and nothing was changed.',
          );
        }
      }),
    );
  });

  it('keeps __proto__ as an own key that changes no prototype', () => {
    const document = parseDocument(Buffer.from('{"__proto__":{"a":1}}'), '/file');
    expect(Object.keys(document)).toEqual(['__proto__']);
    expect(document['a']).toBeUndefined();
  });

  it.each(['2', '99'])('refuses version %s as newer', (version) => {
    expect(() => parseDocument(Buffer.from(`{"version":${version}}`), '/file')).toThrow(
      '/file was written by a newer webhook-admin. It was left as it is.',
    );
  });

  it.each(['0', '-1', '1.5', '"1"', 'null'])('refuses version %s as damaged', (version) => {
    expect(() => parseDocument(Buffer.from(`{"version":${version}}`), '/file')).toThrow(
      'has no valid version',
    );
  });
});
