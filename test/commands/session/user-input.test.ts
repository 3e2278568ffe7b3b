import { describe, expect, it } from 'vitest';
import { userInput } from '../../../src/commands/session/user-input.js';
import { fakeWorld, type FakeWorldOptions } from '../../support/fake-world.js';

const open = (options: FakeWorldOptions = {}) => {
  const fake = fakeWorld(options);
  return { ...fake, input: userInput(fake.world) };
};

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const collected = async (pieces: AsyncIterable<Uint8Array>): Promise<readonly string[]> => {
  const texts: string[] = [];
  for await (const piece of pieces) texts.push(textOf(piece));
  return texts;
};

describe('what the user hands in', () => {
  it('is a file, whole, or standard input', async () => {
    const { input } = open({ files: { '/a.json': '{"a":1}' }, stdin: ['{"b"', ':2}'] });
    expect(textOf(await input.read('/a.json', 100))).toBe('{"a":1}');
    expect(textOf(await input.read('-', 100))).toBe('{"b":2}');
  });

  it('comes in pieces from standard input, and in one from a file', async () => {
    const { input } = open({ files: { '/a.json': 'abc' }, stdin: ['one', 'two'] });
    expect(await collected(input.pieces('/a.json', 100))).toEqual(['abc']);
    expect(await collected(input.pieces('-', 1))).toEqual(['one', 'two']);
  });

  it('is refused past its limit, as is a file that is not there', async () => {
    const { input } = open({ files: { '/a.json': 'abc' }, stdin: 'abc' });
    await expect(input.read('/a.json', 2)).rejects.toMatchObject({ failure: 'config' });
    await expect(collected(input.pieces('/a.json', 2))).rejects.toMatchObject({ failure: 'config' });
    await expect(input.read('/none', 2)).rejects.toMatchObject({ failure: 'config' });
    await expect(input.read('-', 2)).rejects.toMatchObject({ failure: 'usage' });
  });

  it('is not typed into a terminal', async () => {
    const { input } = open({ terminal: true });
    const failure = {
      failure: 'usage',
      message: '- reads a pipe or a file, but standard input is a terminal. Nothing was read.',
    };
    await expect(input.read('-', 100)).rejects.toMatchObject(failure);
    await expect(collected(input.pieces('-', 100))).rejects.toMatchObject(failure);
  });

  it('is standard input once', async () => {
    const { input } = open({ stdin: 'once' });
    expect(await collected(input.pieces('-', 100))).toEqual(['once']);
    const failure = { failure: 'usage', message: expect.stringContaining('named twice') as unknown };
    await expect(collected(input.pieces('-', 100))).rejects.toMatchObject(failure);
    await expect(input.read('-', 100)).rejects.toMatchObject(failure);
  });

  it('ends with the reason of an interrupt', async () => {
    const { input, interrupt } = open({ stdin: ['one', 'two'] });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const piece of input.pieces('-', 100)) {
        seen.push(textOf(piece));
        interrupt();
      }
    })();
    await expect(reading).rejects.toMatchObject({ failure: 'interrupted' });
    expect(seen).toEqual(['one']);
  });
});
