import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestPdf, readPdf, type PdfReading } from '../../src/results/pdf.js';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n', 'latin1');
const base64 = pdf.toString('base64');

const read = (body: string | Uint8Array): PdfReading =>
  readPdf(typeof body === 'string' ? new TextEncoder().encode(body) : body);
const taken = (body: string | Uint8Array): Buffer | string => {
  const reading = read(body);
  return reading.ok ? Buffer.from(reading.pdf) : reading.why;
};

const lines = (text: string, end: string): string => text.replaceAll(/.{16}/gu, (line) => `${line}${end}`);

describe('a PDF in an answer', () => {
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
  ])('is taken as %s', (_, body) => {
    expect(Buffer.from(taken(body)).subarray(0, pdf.length)).toEqual(pdf);
  });

  it.each([
    ['nothing', '', 'it is empty'],
    ['white space', ' \r\n ', 'it is empty'],
    ['HTML', '<!DOCTYPE html><html>%PDF-1.4 %%EOF</html>', 'it is HTML'],
    ['a PDF without its end', pdf.subarray(0, -8), 'the PDF is cut short'],
    [
      'a PDF that was added to behind its trailer, and lost its end',
      Buffer.concat([pdf, Buffer.from('2 0 obj\n<< /Changed true >>\n'.repeat(40), 'latin1')]),
      'the PDF is cut short',
    ],
    ['base64 of a PDF without its end', pdf.subarray(0, -8).toString('base64'), 'the PDF is cut short'],
    ['base64 that is cut short', base64.slice(0, -3), 'its base64 is damaged or cut short'],
    [
      'base64 with something in it',
      `${base64.slice(0, 20)}*${base64.slice(21)}`,
      'its base64 is damaged or cut short',
    ],
    [
      'base64 with padding inside',
      `${base64.slice(0, 20)}====${base64.slice(24)}`,
      'its base64 is damaged or cut short',
    ],
    [
      'a JSON string that is cut short',
      JSON.stringify(base64).slice(0, -5),
      'it is JSON that is damaged or cut short',
    ],
    ['JSON without a PDF', '{"title":"Not found"}', 'it is JSON, and no field of it holds a PDF'],
    [
      'JSON with a cut PDF',
      JSON.stringify({ a: 'b', pdf: base64.slice(0, -3) }),
      'its base64 is damaged or cut short',
    ],
    ['JSON with a key twice', `{"pdf":"","pdf":"${base64}"}`, 'it is JSON that is damaged or cut short'],
    ['plain words', 'your report is on its way', 'it is neither a PDF nor base64 of one'],
    ['bytes of something else', new Uint8Array([0xff, 0xd8, 0xff]), 'it does not begin as a PDF'],
    [
      'a PDF with something in front',
      Buffer.concat([Buffer.from([0xff]), pdf]),
      'it does not begin as a PDF',
    ],
  ])('is not taken out of %s', (_, body, why) => {
    expect(taken(body)).toBe(why);
  });

  it('is not larger than the limit, as it is and in base64', () => {
    const large = Buffer.alloc(largestPdf + 1, 0x20);
    pdf.copy(large);
    pdf.copy(large, large.length - pdf.length);
    expect(taken(large)).toBe('it is larger than 100 MiB');
    expect(read(large.subarray(0, largestPdf)).ok).toBe(true);
  });

  it('comes out of every form as it went in, and never out of a prefix', () => {
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
        expect(taken(form(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.nat({ max: base64.length - 1 }), fc.constantFrom(...forms), (length, form) => {
        const whole = form(pdf);
        const reading = read(whole.slice(0, Math.min(length, whole.length - 3)));
        // Whatever is taken ends where a PDF ends.
        expect(reading.ok && !Buffer.from(reading.pdf).toString('latin1').includes('%%EOF')).toBe(false);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void read(bytes)));
    fc.assert(fc.property(fc.json(), (text) => void read(text)));
  });
});
