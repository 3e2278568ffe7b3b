import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getAt, ensureObject, getObject, getText } from '../../src/accounts/json-path.js';

const inherited = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf');
const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/u);
const path = fc.array(name, { minLength: 1, maxLength: 4 });

describe('at', () => {
  it('finds own values only: what every object inherits is not there', () => {
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 2 }),
        fc.array(inherited, { minLength: 1 }),
        (before, after) => {
          const document = {};
          ensureObject(document, before);
          expect(getAt(document, [...before, ...after])).toBeUndefined();
        },
      ),
    );
  });

  it('finds an own value behind an inherited name', () => {
    const document = JSON.parse('{"__proto__":{"a":"mine"}}') as unknown;
    expect(getAt(document, ['__proto__', 'a'])).toBe('mine');
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it.each([[null], ['text'], [[1]], [undefined]])('goes no further in %j', (document) => {
    expect(getAt(document, ['length'])).toBeUndefined();
    expect(getAt(document, ['0'])).toBeUndefined();
  });

  it('is the document itself for an empty path', () => {
    expect(getAt('text', [])).toBe('text');
  });
});

describe('textAt and objectAt', () => {
  const document = { a: { text: 'x', number: 1, list: ['x'], object: { y: 1 } } };

  it('give a text, and nothing for anything else', () => {
    expect(getText(document, ['a', 'text'])).toBe('x');
    for (const key of ['number', 'list', 'object', 'none'])
      expect(getText(document, ['a', key])).toBeUndefined();
  });

  it('give an object, and an empty one for anything else', () => {
    expect(getObject(document, ['a', 'object'])).toEqual({ y: 1 });
    for (const key of ['number', 'list', 'text', 'none']) expect(getObject(document, ['a', key])).toEqual({});
  });
});

describe('branchAt', () => {
  it('makes a path that can then be read, and leaves other branches alone', () => {
    fc.assert(
      fc.property(path, path, (first, second) => {
        const document: Record<string, unknown> = {};
        ensureObject(document, first)['1'] = 'first';
        ensureObject(document, second)['2'] = 'second';
        expect(getText(document, [...first, '1'])).toBe('first');
        expect(getText(document, [...second, '2'])).toBe('second');
      }),
    );
  });

  it('gives the existing branch, not a new one', () => {
    const document = { a: { b: { kept: 'yes' } } };
    expect(ensureObject(document, ['a', 'b'])).toBe(document.a.b);
  });

  it('replaces what is in the way and no object', () => {
    const document = { a: 'text' };
    ensureObject(document, ['a', 'b'])['c'] = 'x';
    expect(document).toEqual({ a: { b: { c: 'x' } } });
  });
});
