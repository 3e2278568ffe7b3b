import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryList } from '../../src/output/entry-list.js';

/** Keeps what is written; each write takes a turn of its own, and two at once fail the test. */
const sink = (failsAt = Infinity) => {
  let text = '';
  let writes = 0;
  let busy = false;
  const write = async (part: string): Promise<void> => {
    expect(busy, 'two writes at once').toBe(false);
    busy = true;
    await Promise.resolve();
    busy = false;
    writes += 1;
    if (writes >= failsAt) throw new Error('the reader went away');
    text += part;
  };
  return { write, text: () => text };
};

describe('a document that is one list', () => {
  it('is written entry by entry, each on a line of its own', async () => {
    const { write, text } = sink();
    const list = entryList('processes', write);
    expect(list.hasEntries()).toBe(false);
    await list.add('{"a":1}');
    expect(text()).toBe('{"processes":[{"a":1}');
    await list.add('{"a":2}');
    expect(text()).toBe('{"processes":[{"a":1},\n{"a":2}');
    await list.end();
    expect(text()).toBe('{"processes":[{"a":1},\n{"a":2}]}\n');
  });

  it('without an entry is an empty list', async () => {
    const { write, text } = sink();
    await entryList('processes', write).end();
    expect(text()).toBe('{"processes":[]}\n');
  });

  it('says behind the list what holds for all of it', async () => {
    const { write, text } = sink();
    const list = entryList('processes', write, { dryRun: true });
    await list.add('1');
    await list.end();
    expect(text()).toBe('{"processes":[1],"dryRun":true}\n');
  });

  it('is whole for any entries, added one after the other or all at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.boolean(), async (entries, atOnce) => {
        const { write, text } = sink();
        const list = entryList('a "key"', write);
        const added: Promise<void>[] = [];
        for (const entry of entries) {
          const done = list.add(JSON.stringify(entry));
          added.push(done);
          if (!atOnce) await done;
        }
        await list.end();
        await Promise.all(added);
        expect(JSON.parse(text())).toEqual({ 'a "key"': JSON.parse(JSON.stringify(entries)) as unknown });
      }),
    );
  });

  it('takes nothing more once it is closed', async () => {
    const { write, text } = sink();
    const list = entryList('processes', write);
    await list.add('1');
    await list.end();
    await list.add('2');
    await list.end();
    expect(text()).toBe('{"processes":[1]}\n');
  });

  it('has nothing behind a write that failed', async () => {
    const { write, text } = sink(2);
    const list = entryList('processes', write);
    await list.add('1');
    const late = [list.add('2'), list.add('3'), list.end()];
    for (const one of late) await expect(one).rejects.toThrow('the reader went away');
    expect(text()).toBe('{"processes":[1');
  });
});
