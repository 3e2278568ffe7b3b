import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../child-process.js';

let modules = '';
beforeAll(async () => {
  modules = await bundle('terminal/streams');
});
afterAll(() => rm(modules, { recursive: true, force: true }));

/** A child with a pipe for standard input; `script` has `input`, `signal`, `abort` and `say`. */
const startReader = (script: string) => {
  const prelude = `
    const controller = new AbortController();
    const abort = () => controller.abort(new Error('the reason'));
    const say = (text) => process.stdout.write(text + '\\n');
    const { signal } = controller;
    const input = require(process.argv[1] + '/streams.js').inputStream();
    (async () => { ${script} })().catch((error) => say('rejected: ' + error.message));`;
  const child = spawn(process.execPath, ['-e', prelude, modules], { stdio: 'pipe' });
  let said = '';
  const listeners = new Set<() => void>();
  child.stdin.on('error', () => undefined); // it may end without reading all
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    for (const look of listeners) look();
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const end = new Promise<{ code: number | null; said: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, said, stderr }));
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => (said.includes(text) ? resolve() : undefined);
      listeners.add(look);
      look();
    });
  return { stdin: child.stdin, says, end };
};

describe('chunks of standard input', () => {
  const count = `
    let size = 0;
    for await (const piece of input.pieces(signal)) size += piece.length;
    say('all ' + size);`;

  it('are all there, and then the process may end', async () => {
    const reader = startReader(count);
    reader.stdin.write('a'.repeat(1_000_000));
    reader.stdin.end('b');
    expect(await reader.end).toEqual({ code: 0, said: 'all 1000001\n', stderr: '' });
  });

  it('may be none', async () => {
    const reader = startReader(count);
    reader.stdin.end();
    expect((await reader.end).said).toBe('all 0\n');
  });

  it('come as they are written, not when it ends', async () => {
    const reader = startReader(`for await (const piece of input.pieces(signal)) say('got ' + piece);`);
    reader.stdin.write('one');
    await reader.says('got one');
    reader.stdin.end('two');
    expect((await reader.end).said).toBe('got one\ngot two\n');
  });

  it('are no more than were asked for: the writer waits', async () => {
    const reader = startReader(`
      const pieces = input.pieces(signal)[Symbol.asyncIterator]();
      await pieces.next();
      say('first');
      await new Promise((resolve) => process.once('SIGUSR1', resolve));`);
    let left = 0;
    const offer = (): void => {
      while (left < 1000 && reader.stdin.write(Buffer.alloc(64 * 1024))) left += 1;
    };
    offer();
    reader.stdin.on('drain', offer);
    await reader.says('first');
    // Whatever pipe and stream hold, it is far from the 62 MiB that are on offer.
    expect(left).toBeLessThan(100);
    reader.stdin.destroy();
  });

  it('end with the reason of the signal, also while nothing comes', async () => {
    const reader = startReader(`
      for await (const piece of input.pieces(signal)) { say('got ' + piece); setImmediate(abort); }`);
    reader.stdin.write('one');
    expect(await reader.end).toEqual({ code: 0, said: 'got one\nrejected: the reason\n', stderr: '' });
  });

  it('do not begin after the signal', async () => {
    const reader = startReader(
      `abort(); for await (const piece of input.pieces(signal)) say('got ' + piece);`,
    );
    reader.stdin.write('one');
    expect((await reader.end).said).toBe('rejected: the reason\n');
  });

  it('hold up nothing when the reader stops early, though the writer stays', async () => {
    const reader = startReader(`
      for await (const piece of input.pieces(signal)) break;
      say('stopped');`);
    reader.stdin.write('one');
    expect(await reader.end).toEqual({ code: 0, said: 'stopped\n', stderr: '' });
  });
});
