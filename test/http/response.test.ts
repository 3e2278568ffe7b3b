import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHtml, readJson } from '../../src/http/response.js';
import { json, raw } from './scripted-http.js';

describe('readJson', () => {
  it('gives back whatever JSON value was sent', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        // Through text first: JSON has no -0.
        expect(readJson(json(200, value))).toEqual({
          ok: true,
          value: JSON.parse(JSON.stringify(value)) as unknown,
        });
      }),
    );
  });

  it('allows a byte order mark', () => {
    expect(readJson(raw(200, '\uFEFF{"token":"x"}'))).toEqual({ ok: true, value: { token: 'x' } });
  });

  it.each([
    ['a body of white space', raw(200, ' \n'), 'empty'],
    ['plain text', raw(200, 'a-secret-in-plain'), 'syntax'],
    ['half of a document', raw(200, '{"token":"a-sec'), 'syntax'],
    ['the same key twice', raw(200, '{"token":"a","token":"b"}'), 'duplicate-key'],
    ['deep nesting', raw(200, '['.repeat(65) + ']'.repeat(65)), 'depth'],
    [
      'bytes that are not UTF-8',
      { status: 200, headers: {}, body: Uint8Array.of(0x22, 0xff, 0x22) },
      'encoding',
    ],
    ['an HTML type over JSON', raw(200, '{}', { 'content-type': 'Text/HTML; charset=utf-8' }), 'html'],
    [
      'a page under a JSON type',
      raw(200, '\n <!DOCTYPE html><p>', { 'content-type': 'application/json' }),
      'html',
    ],
  ])('refuses %s', (_, answer, fault) => {
    expect(readJson(answer)).toEqual({ ok: false, fault });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        expect(typeof readJson({ status: 200, headers: {}, body }).ok).toBe('boolean');
      }),
    );
  });
});

describe('isHtml', () => {
  it('does not take a PDF or JSON text with a tag inside for a page', () => {
    expect(isHtml(raw(200, '%PDF-1.7', { 'content-type': 'application/pdf' }))).toBe(false);
    expect(isHtml(raw(200, '"<html>"'))).toBe(false);
  });
});
