import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPdfBytes, readPdf, type PdfResult } from '../../src/results/pdf.js';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n', 'latin1');
const base64 = pdf.toString('base64');

const read = (body: string | Uint8Array): PdfResult =>
  readPdf(typeof body === 'string' ? new TextEncoder().encode(body) : body);
/** The PDF, or the reason why there is none. */
const extract = (body: string | Uint8Array): Buffer | string => {
  const result = read(body);
  return result.ok ? Buffer.from(result.pdf) : result.reason;
};

const lines = (text: string, end: string): string => text.replaceAll(/.{16}/gu, (line) => `${line}${end}`);

describe('a PDF in a response', () => {
  it.each([
    ['bytes', new Uint8Array(pdf)],
    ['bytes with padding behind the trailer', new Uint8Array([...pdf, ...new Uint8Array(500)])],
    ['base64', base64],
    ['base64 with line breaks', lines(base64, '\n')],
    ['base64 with CRLF and a line end', `${lines(base64, '\r\n')}\r\n`],
    ['a data URL', `data:application/pdf;base64,${base64}`],
    ['a JSON string', JSON.stringify(base64)],
    ['a JSON string with line breaks', JSON.stringify(lines(base64, '\r\n'))],
    ['a field of a JSON object', JSON.stringify({ fileName: 'x.pdf', size: 3, content: base64 })],
    ['a pretty-printed object', JSON.stringify({ pdf: base64 }, null, 2)],
  ])('is read from %s', (_, body) => {
    expect(Buffer.from(extract(body)).subarray(0, pdf.length)).toEqual(pdf);
  });

  it.each([
    ['nothing', '', 'it is empty'],
    ['white space', ' \r\n ', 'it is empty'],
    ['HTML', '<!DOCTYPE html><html>%PDF-1.4 %%EOF</html>', 'it is HTML'],
    ['a PDF without its end', pdf.subarray(0, -8), 'the PDF is truncated'],
    [
      'a PDF with an incremental update that lost its end',
      Buffer.concat([pdf, Buffer.from('2 0 obj\n<< /Changed true >>\n'.repeat(40), 'latin1')]),
      'the PDF is truncated',
    ],
    ['base64 of a PDF without its end', pdf.subarray(0, -8).toString('base64'), 'the PDF is truncated'],
    ['base64 that is truncated', base64.slice(0, -3), 'its base64 is damaged or truncated'],
    [
      'base64 with another character in it',
      `${base64.slice(0, 20)}*${base64.slice(21)}`,
      'its base64 is damaged or truncated',
    ],
    [
      'base64 with padding inside',
      `${base64.slice(0, 20)}====${base64.slice(24)}`,
      'its base64 is damaged or truncated',
    ],
    [
      'a JSON string that is truncated',
      JSON.stringify(base64).slice(0, -5),
      'its JSON is damaged or truncated',
    ],
    ['JSON without a PDF', '{"title":"Not found"}', 'it is JSON, but no field contains a PDF'],
    [
      'JSON with a cut PDF',
      JSON.stringify({ a: 'b', pdf: base64.slice(0, -3) }),
      'its base64 is damaged or truncated',
    ],
    ['JSON with a key twice', `{"pdf":"","pdf":"${base64}"}`, 'its JSON is damaged or truncated'],
    ['plain words', 'your report is on its way', 'it is neither a PDF nor a base64-encoded PDF'],
    ['bytes of something else', new Uint8Array([0xff, 0xd8, 0xff]), 'it does not start like a PDF'],
    ['a PDF with a byte in front', Buffer.concat([Buffer.from([0xff]), pdf]), 'it does not start like a PDF'],
  ])('is not read from %s', (_, body, reason) => {
    expect(extract(body)).toBe(reason);
  });

  it('is refused beyond the size limit', () => {
    const large = Buffer.alloc(maxPdfBytes + 1, 0x20);
    pdf.copy(large);
    pdf.copy(large, large.length - pdf.length);
    expect(extract(large)).toBe('it is larger than 100 MiB');
    expect(read(large.subarray(0, maxPdfBytes)).ok).toBe(true);
  });

  it('is read unchanged from every form, and never from a prefix', () => {
    const body = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Buffer.concat([Buffer.from('%PDF-'), bytes, Buffer.from('%%EOF')]));
    const forms: readonly ((bytes: Buffer) => string | Uint8Array)[] = [
      (bytes) => new Uint8Array(bytes),
      (bytes) => bytes.toString('base64'),
      (bytes) => JSON.stringify(bytes.toString('base64')),
      (bytes) => JSON.stringify({ file: bytes.toString('base64') }),
    ];
    fc.assert(
      fc.property(body, fc.constantFrom(...forms), (bytes, form) => {
        expect(extract(form(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.nat({ max: base64.length - 1 }), fc.constantFrom(...forms), (length, form) => {
        const whole = form(pdf);
        const result = read(whole.slice(0, Math.min(length, whole.length - 3)));
        // Whatever is extract ends where a PDF ends.
        expect(result.ok && !Buffer.from(result.pdf).toString('latin1').includes('%%EOF')).toBe(false);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void read(bytes)));
    fc.assert(fc.property(fc.json(), (text) => void read(text)));
  });
});
