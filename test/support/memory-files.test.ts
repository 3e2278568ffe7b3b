import { describe, expect, it } from 'vitest';
import { memoryFiles } from './memory-files.js';

const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

const listOf = ({ list }: ReturnType<typeof memoryFiles>): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(list().map(({ path, bytes }) => [path, textOf(bytes)]));

describe('files in memory', () => {
  it('hold what was put there and what was published, by one path however it is written', async () => {
    const memory = memoryFiles({ 'process.json': '{}', '/bytes': new Uint8Array([0, 255]) });
    const { files } = memory;
    expect(files.absolute('./a/../process.json')).toBe('/process.json');
    expect(textOf(await files.read('./process.json', 10))).toBe('{}');
    expect(textOf(await files.readTarget('/process.json'))).toBe('{}');
    expect(await files.readTarget('none')).toBeUndefined();
    await files.publish('out/report.pdf', 'new', 'refuse');
    expect(memory.list().map(({ path }) => path)).toEqual(['bytes', 'out/report.pdf', 'process.json']);
    expect(memory.list()[0]?.bytes).toEqual(Buffer.from([0, 255]));
  });

  it('refuse as a machine does', async () => {
    const { files } = memoryFiles({ 'a/file': 'abc' });
    const config = { failure: 'config' };
    await expect(files.read('a/file', 2)).rejects.toMatchObject(config);
    await expect(files.read('none', 2)).rejects.toMatchObject(config);
    await expect(files.checkTarget('a/file', 'refuse')).rejects.toMatchObject(config);
    await expect(files.assertTargetWritable('a/file', 'refuse')).rejects.toMatchObject(config);
    await expect(files.publish('a/file', 'x', 'refuse')).rejects.toMatchObject(config);
    await expect(files.publish('a', 'x', 'replace')).rejects.toMatchObject(config);
    await expect(files.folder('a/file')).rejects.toMatchObject(config);
    await files.checkTarget('a/file', 'replace');
    await files.assertTargetWritable('a/file', 'replace');
    expect(textOf(await files.read('a/file', 3))).toBe('abc');
  });

  it('give copies: what is done with bytes afterwards is not stored', async () => {
    const memory = memoryFiles();
    const bytes = new TextEncoder().encode('abc');
    await memory.files.publish('file', bytes, 'refuse');
    bytes.fill(0);
    (await memory.files.read('file', 10)).fill(0);
    expect(listOf(memory)).toEqual({ file: 'abc' });
  });
});

describe('a folder in memory', () => {
  it('has a file once it is published', async () => {
    const memory = memoryFiles();
    const folder = await memory.files.folder('results/credas-1');
    expect(folder.path).toBe('/results/credas-1');
    const staged = await folder.stage('details.json', '{}');
    expect(await folder.read('details.json')).toBeUndefined();
    await staged.publish('refuse');
    await folder.sync();
    expect(textOf(await folder.read('details.json'))).toBe('{}');
    expect(listOf(memory)).toEqual({ 'results/credas-1/details.json': '{}' });
    await expect(staged.publish('replace')).rejects.toThrow('once');
  });

  it('replaces only when told to, and forgets what is discarded', async () => {
    const memory = memoryFiles({ 'out/file': 'theirs' });
    const folder = await memory.files.folder('out');
    const staged = await folder.stage('file', 'ours');
    await expect(staged.publish('refuse')).rejects.toMatchObject({ failure: 'config' });
    await (await folder.stage('file', 'ours')).publish('replace');
    await (await folder.stage('other', 'ours')).discard();
    expect(listOf(memory)).toEqual({ 'out/file': 'ours' });
  });

  it.each(['', '.', '..', 'a/b', 'a\\b', 'a\0b'])('has no file named %j', async (name) => {
    const folder = await memoryFiles().files.folder('out');
    await expect(folder.stage(name, '')).rejects.toThrow('one plain name');
    await expect(folder.read(name)).rejects.toThrow('one plain name');
  });
});
