import { describe, expect, it } from 'vitest';
import { createStatusLines } from '../../../src/commands/core/status-line.js';
import { createRedactor } from '../../../src/output/redact.js';
import { fakeWorld } from '../../support/fake-world.js';

const loud = { json: false, quiet: false, debug: false };

const open = (mode: Partial<typeof loud> = {}, terminal = true) => {
  const { world, spinning } = fakeWorld({ terminal });
  const redactor = createRedactor();
  redactor.add('a-secret-of-nobody');
  return { lines: createStatusLines(world, { ...loud, ...mode }, redactor), spinning };
};

describe('the line that moves', () => {
  it('is one for all requests that wait at the same time', () => {
    const { lines, spinning } = open();
    const first = lines.waiting('Waiting for Acme');
    const second = lines.waiting('Waiting for Acme');
    first();
    first();
    expect(spinning).toEqual(['Waiting for Acme']);
    second();
    expect(spinning).toEqual(['Waiting for Acme', '']);
    lines.waiting('Waiting again')();
    expect(spinning.slice(2)).toEqual(['Waiting again', '']);
  });

  it('belongs to the progress of a run as long as it goes on', () => {
    const { lines, spinning } = open();
    const progress = lines.progress('Following 0/2');
    const wait = lines.waiting('Waiting for Acme');
    progress.update('Following 1/2');
    wait();
    progress.end();
    progress.end();
    progress.update('too late');
    expect(spinning).toEqual(['Following 0/2', 'Following 1/2', '']);
    lines.waiting('Waiting for Acme')();
    expect(spinning.slice(3)).toEqual(['Waiting for Acme', '']);
  });

  it('goes from a request to the progress that begins meanwhile, and is not ended by that request', () => {
    const { lines, spinning } = open();
    const wait = lines.waiting('Waiting for Acme');
    lines.progress('Following');
    wait();
    expect(spinning).toEqual(['Waiting for Acme', '', 'Following']);
  });

  it('is not drawn for a second progress', () => {
    const { lines, spinning } = open();
    const first = lines.progress('one');
    const second = lines.progress('two');
    second.update('two');
    second.end();
    first.update('still one');
    expect(spinning).toEqual(['one', 'still one']);
  });

  it('is taken away before the last words', () => {
    const { lines, spinning } = open();
    const progress = lines.progress('one');
    lines.end();
    progress.update('two');
    progress.end();
    const wait = lines.waiting('three');
    lines.end();
    wait();
    expect(spinning).toEqual(['one', '', 'three', '']);
  });

  it('shows no secret, and cannot drive the terminal', () => {
    const { lines, spinning } = open();
    lines.progress('a-secret-of-nobody').update('\u001b[2J a-secret-of-nobody');
    lines.end();
    lines.waiting('a-secret-of-nobody');
    expect(spinning).toEqual(['***', '\\u{1b}[2J ***', '', '***']);
  });

  it.each([
    ['--json', { json: true }, true],
    ['--quiet', { quiet: true }, true],
    ['--debug', { debug: true }, true],
    ['no terminal', {}, false],
  ])('is not drawn with %s', (_, mode, terminal) => {
    const { lines, spinning } = open(mode, terminal);
    const progress = lines.progress('one');
    progress.update('two');
    progress.end();
    lines.waiting('three')();
    lines.end();
    expect(spinning).toEqual([]);
  });
});
