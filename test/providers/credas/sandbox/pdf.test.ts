import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sandboxPdf } from '../../../../src/providers/credas/sandbox/pdf.js';

const textOf = (lines: readonly string[]): string => new TextDecoder('latin1').decode(sandboxPdf(lines));

describe('the PDF of the sandbox', () => {
  it('has a valid cross-reference table and content length', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }), (lines) => {
        const text = textOf(lines);
        const start = Number(/startxref\n(\d+)\n%%EOF\n$/u.exec(text)?.[1]);
        expect(text.slice(start, start + 9)).toBe('xref\n0 6\n');
        const entries = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gmu)].map(([, at]) => Number(at));
        expect(entries.map((at, index) => text.slice(at).startsWith(`${String(index + 1)} 0 obj\n`))).toEqual(
          Array.from({ length: 5 }, () => true),
        );
        const [, length = '', stream = ''] =
          /\/Length (\d+) >>\nstream\n([^]*)\nendstream/u.exec(text.slice(0, start)) ?? [];
        expect(stream.length).toBe(Number(length));
      }),
    );
  });

  it('escapes parentheses and backslashes in a line', () => {
    expect(textOf(['a) Tj ET (b\\'])).toContain('(a\\) Tj ET \\(b\\\\) Tj');
  });
});
