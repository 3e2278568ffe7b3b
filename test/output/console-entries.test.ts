import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import type { Outcome } from '../../src/output/outcome.js';
import type { OutputStream } from '../../src/world.js';
import { open, outcome, secret } from './console-fixture.js';

describe('a document that is printed entry by entry', () => {
  const listed: Outcome = { ...outcome, listed: true };

  it('is one JSON document with --json, secrets masked, and the data of its outcome is not printed', async () => {
    const { console, stdout, stderr } = open({ json: true });
    const add = console.list('processes');
    await add({ id: 1, note: secret });
    expect(stdout()).toBe('{"processes":[{"id":1,"note":"***"}');
    await add({ id: 2, note: 'a\u001b[2J' });
    await console.deliver(listed);
    expect(stdout()).toBe('{"processes":[{"id":1,"note":"***"},\n{"id":2,"note":"a\\u001b[2J"}]}\n');
    expect(stderr()).toBe('');
  });

  it('is an empty list without an entry', async () => {
    const { console, stdout } = open({ json: true });
    console.list('processes');
    await console.deliver(listed);
    expect(stdout()).toBe('{"processes":[]}\n');
  });

  it('is closed before its failure is thrown', async () => {
    const { console, stdout } = open({ json: true });
    const failure = new AppError('auth', { message: 'No.' });
    await console.list('processes')({ id: 1 });
    await expect(console.deliver({ ...listed, failure })).rejects.toBe(failure);
    await console.closeList();
    expect(stdout()).toBe('{"processes":[{"id":1}]}\n');
  });

  it('is closed for a run that ended without an outcome, once', async () => {
    const { console, stdout } = open({ json: true });
    await console.list('processes')({ id: 1 });
    await console.closeList();
    await console.closeList();
    expect(stdout()).toBe('{"processes":[{"id":1}]}\n');
  });

  it('is nothing at all for a run that ended before the first entry', async () => {
    const { console, stdout } = open({ json: true });
    console.list('processes');
    await console.closeList();
    expect(stdout()).toBe('');
  });

  it('never shares standard output with a second document', async () => {
    const { console, stdout } = open({ json: true });
    await console.list('processes')({ id: 1 });
    await console.deliver(outcome);
    expect(stdout()).toBe('{"processes":[{"id":1}]}\n');
    expect(() => console.list('more')).toThrow('one list');
    await expect(open({ json: true }).console.deliver(listed)).rejects.toThrow('no list');
  });

  it('is what the outcome shows without --json', async () => {
    const { console, stdout } = open();
    await console.list('processes')({ id: 1 });
    await console.deliver(listed);
    expect(stdout()).toBe('url\thttps://a.test\n');
  });

  it('ends the run when nobody reads it, and is not written to again', async () => {
    let writes = 0;
    const stdout: OutputStream = {
      isTerminal: false,
      write: () => {
        writes += 1;
        return Promise.reject(new AppError('broken-pipe', { message: 'gone' }));
      },
    };
    const { console } = open({ json: true }, {}, { stdout });
    const add = console.list('processes');
    await expect(add({ id: 1 })).rejects.toMatchObject({ failure: 'broken-pipe' });
    await expect(add({ id: 2 })).rejects.toMatchObject({ failure: 'broken-pipe' });
    await console.closeList();
    expect(writes).toBe(1);
  });
});
