import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { formatManifest, readManifest, type Manifest } from '../../src/results/manifest.js';

const file = { kind: 'details', name: 'details.json', bytes: 12, sha256: 'ab'.repeat(32) };
const whole = { version: 1, about: 'x', files: [file] };

const read = (text: string): Manifest<Readonly<Record<string, unknown>>> =>
  readManifest(new TextEncoder().encode(text), 'results/manifest.json', (fields) => fields);

const refusal = (text: string): AppError => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
};

describe('a manifest', () => {
  it('reads back what was written', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/u);
    const files = fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom('checks', 'details', 'pdf'),
        name,
        bytes: fc.nat(),
        sha256: fc.stringMatching(/^[0-9a-f]{64}$/u),
      }),
      { selector: (one) => one.name },
    );
    const metadata = fc.dictionary(fc.stringMatching(/^[a-z]{3,6}$/u), fc.jsonValue(), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(files, metadata, (all, fields) => {
        fc.pre(
          !('files' in fields) && !('version' in fields) && all.every((one) => one.name !== 'manifest.json'),
        );
        const manifest = { metadata: fields, files: all };
        expect(read(formatManifest(manifest))).toEqual(JSON.parse(JSON.stringify(manifest)));
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(whole).slice(0, 40)],
    ['a list', '[]'],
    ['another version', JSON.stringify({ ...whole, version: 2 })],
    ['no files', JSON.stringify({ version: 1 })],
    ['a key twice', `{"version":1,"files":[],"files":[]}`],
    ['a path for a name', JSON.stringify({ ...whole, files: [{ ...file, name: '../details.json' }] })],
    ['a folder above for a name', JSON.stringify({ ...whole, files: [{ ...file, name: '..' }] })],
    ['itself among the files', JSON.stringify({ ...whole, files: [{ ...file, name: 'manifest.json' }] })],
    ['a name twice', JSON.stringify({ ...whole, files: [file, file] })],
    ['no digest', JSON.stringify({ ...whole, files: [{ ...file, sha256: 'xyz' }] })],
    ['a size below zero', JSON.stringify({ ...whole, files: [{ ...file, bytes: -1 }] })],
    ['an unknown field of a file', JSON.stringify({ ...whole, files: [{ ...file, url: 'https://x' }] })],
  ])('is damaged with %s', (_, text) => {
    const error = refusal(text);
    expect(error.failure).toBe('config');
    expect(error.message).toContain('results/manifest.json is damaged');
    expect(error.details.hint).toContain('--force');
  });

  it('is damaged when its metadata is not the expected one', () => {
    const rejectMetadata = (): never => {
      throw new TypeError('secret words');
    };
    expect(() => readManifest(new TextEncoder().encode(JSON.stringify(whole)), 'm', rejectMetadata)).toThrow(
      /^m is damaged/u,
    );
  });
});
