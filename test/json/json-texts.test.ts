import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTexts, type JsonResult } from '../../src/json/json-texts.js';

const pieces = async function* (parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
};

const cutAt = (bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] => {
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index] ?? 0, end));
};

const read = async (
  text: string | Uint8Array,
  cuts: readonly number[] = [],
): Promise<readonly JsonResult[]> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const readings: JsonResult[] = [];
  for await (const reading of jsonTexts(pieces(cutAt(bytes, cuts)))) readings.push(reading);
  return readings;
};

const valuesOf = (readings: readonly JsonResult[]): readonly unknown[] =>
  readings.flatMap((reading) => ('value' in reading ? [reading.value] : []));
const faultsOf = (readings: readonly JsonResult[]): readonly unknown[] =>
  readings.flatMap((reading) => ('fault' in reading ? [[reading.line, reading.fault]] : []));

/** Objects, as deliveries are; one key is never twice in one of them. */
const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
const cuts = fc.array(fc.nat(), { maxLength: 20 });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('reading JSON texts from a stream', () => {
  it('gives one a line, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(object),
        cuts,
        fc.constantFrom('\n', '\r\n'),
        async (objects, places, end) => {
          const text = objects.map((value) => `${JSON.stringify(value)}${end}`).join('');
          const readings = await read(text, places);
          expect(valuesOf(readings)).toEqual(objects.map(plain));
          expect(readings.map(({ line }) => line)).toEqual(objects.map((_, index) => index + 1));
        },
      ),
    );
  });

  it('gives texts over several lines, several in a row, and without a line end, however they are cut', async () => {
    const written = fc.tuple(object, fc.constantFrom(undefined, 2, '\t'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(written),
        cuts,
        fc.constantFrom('', ' ', '\n', '\n\n'),
        async (all, places, between) => {
          const text = all.map(([value, indent]) => JSON.stringify(value, null, indent)).join(between);
          expect(valuesOf(await read(text, places))).toEqual(all.map(([value]) => plain(value)));
        },
      ),
    );
  });

  it('reads every good line around broken ones, and counts one fault for each broken one', async () => {
    const broken = fc.constantFrom(
      '{"a":',
      '{"a":"never ends',
      '{"a":1,}',
      '{"a":[1,{"b":2}',
      'hello',
      '{"a":"\\x"}',
    );
    const line = fc.oneof(
      object.map((value) => ({ text: JSON.stringify(value), good: true })),
      broken.map((text) => ({ text, good: false })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), cuts, async (lines, places) => {
        // A last line that begins an object and does not end may go on in a line that never comes.
        const text = lines.map((one) => `${one.text}\n`).join('');
        const good = lines.filter((one) => one.good).map((one) => JSON.parse(one.text) as unknown);
        expect(valuesOf(await read(text, places))).toEqual(good);
      }),
    );
  });

  it('never throws, and ends, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), cuts, async (bytes, places) => {
        expect(await read(bytes, places)).toEqual(await read(bytes));
      }),
    );
    const brackets = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', '\n', ' ', ':', '1', ','),
    });
    await fc.assert(
      fc.asyncProperty(brackets, cuts, async (text, places) => {
        expect(await read(text, places)).toEqual(await read(text));
      }),
    );
  });

  it('names the line where a broken text begins', async () => {
    const text = '{"ok":1}\n\n{"cut":"of\n{"ok":2}\n{\n  "open": [\n{"ok":3}\n';
    const readings = await read(text);
    expect(valuesOf(readings)).toEqual([{ ok: 1 }, { ok: 2 }, { ok: 3 }]);
    expect(faultsOf(readings)).toEqual([
      [3, 'syntax'],
      [5, 'syntax'],
    ]);
  });

  it('takes lines that are no JSON at all as one fault', async () => {
    expect(await read('Dear customer,\nyour process is\n complete.\n')).toEqual([
      { line: 1, fault: 'syntax' },
    ]);
    expect(await read('[2024-01-01] got it\n{"ok":1}\n')).toEqual([
      { line: 1, fault: 'syntax' },
      { line: 2, value: { ok: 1 } },
    ]);
    expect(faultsOf(await read('<html>\n<p>{}</p>\n</html>\n{"ok":1}\n'))).toEqual([[1, 'syntax']]);
  });

  it('is strict: a key twice, too deep, a text that is cut off', async () => {
    expect(faultsOf(await read('{"a":1,"\\u0061":2}\n'))).toEqual([[1, 'duplicate-key']]);
    expect(faultsOf(await read(`${'['.repeat(65)}${']'.repeat(65)}`))).toEqual([[1, 'depth']]);
    expect(faultsOf(await read('{\n"a": 1\n'))).toEqual([[1, 'syntax']]);
  });

  it('lets a byte order mark pass at the start alone', async () => {
    expect(valuesOf(await read('\ufeff{"a":1}\n'))).toEqual([{ a: 1 }]);
    expect(faultsOf(await read('{"a":1}\n\ufeff{"b":1}\n'))).toEqual([[2, 'syntax']]);
  });

  it('says of other encodings that they are not UTF-8, and reads on', async () => {
    const latin = new Uint8Array([...new TextEncoder().encode('{"n":"'), 0xe9, 0x22, 0x7d, 0x0a]);
    const after = new TextEncoder().encode('{"ok":1}\n');
    const readings = await read(new Uint8Array([...latin, ...after]));
    expect(readings).toEqual([
      { line: 1, fault: 'encoding' },
      { line: 2, value: { ok: 1 } },
    ]);
    expect(await read(new Uint8Array(Buffer.from('\ufeff{"a":1}', 'utf16le')))).toEqual([
      { line: 1, fault: 'encoding' },
    ]);
  });

  it('keeps no more than 1 MiB of a line, nor of a text over several lines', async () => {
    const mebibyte = 1024 * 1024;
    const around = '{"a":""}'.length;
    const line = (length: number): string => `{"a":"${'x'.repeat(length - around)}"}\n`;
    expect(valuesOf(await read(line(mebibyte)))).toHaveLength(1);
    expect(await read(`${line(mebibyte + 1)}{"ok":1}\n`)).toEqual([
      { line: 1, fault: 'too-long' },
      { line: 2, value: { ok: 1 } },
    ]);
    const tall = `{"a":[\n${`${'1'.repeat(1022)},\n`.repeat(1024)}1]}\n{"ok":1}\n`;
    expect(await read(tall)).toEqual([
      { line: 1, fault: 'too-long' },
      { line: 1027, value: { ok: 1 } },
    ]);
  });

  it('yields nothing for empty input', async () => {
    expect(await read('')).toEqual([]);
    expect(await read(' \n\r\n\t\n')).toEqual([]);
  });
});
