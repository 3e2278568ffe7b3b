import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import type { SavedFile } from '../../src/results/manifest.js';
import {
  pretendSaving,
  readProven,
  startSaving,
  saveAsTheyCome,
  type ListedNow,
  type NewFile,
  type Publication,
} from '../../src/results/save.js';
import type { OutputFolder } from '../../src/world.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (name: string, text: string): NewFile => ({ kind: 'details', name, content: bytes(text) });
const listed = (name: string, text: string) => ({
  kind: 'details',
  name,
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});

const listing =
  (...files: readonly SavedFile[]): ListedNow =>
  () =>
    Promise.resolve(files);

/** A manifest about nothing. */
const plain = (existing: 'refuse' | 'replace', absent: readonly string[] = []): Publication => ({
  about: {},
  absent,
  existing,
});

/** A folder that writes down what is done with it; `failing` is a step that is refused. */
const noted = (initial: Readonly<Record<string, string>> = {}, failing?: string) => {
  const content = new Map(Object.entries(initial));
  const steps: string[] = [];
  const step = (name: string): void => {
    steps.push(name);
    if (name === failing) throw new AppError('config', { message: `${name}: disk full` });
  };
  /* eslint-disable @typescript-eslint/require-await -- What they throw is a rejection. */
  const folder: OutputFolder = {
    path: '/out/x',
    async read(name) {
      const text = content.get(name);
      return text === undefined ? undefined : bytes(text);
    },
    async stage(name, text) {
      step(`stage ${name}`);
      let open = true;
      return {
        async publish(existing) {
          step(`publish ${name} ${existing}`);
          open = false;
          content.set(name, typeof text === 'string' ? text : new TextDecoder().decode(text));
        },
        async discard() {
          if (open) steps.push(`discard ${name}`);
          open = false;
        },
      };
    },
    async remove(name) {
      step(`remove ${name}`);
      content.delete(name);
    },
    async sync() {
      step('sync');
    },
    async lock() {
      steps.push('lock');
      return async () => void steps.push('unlock');
    },
  };
  /* eslint-enable @typescript-eslint/require-await */
  return { folder, steps, content };
};

describe('saving files that belong together', () => {
  it('gives no file its name before the manifest that lists it, and syncs last', async () => {
    const { folder, steps } = noted();
    const saving = startSaving(folder, listing());
    const [one, two] = [await saving.add(file('a.json', 'one')), await saving.add(file('b.json', 'two'))];
    expect(one).toEqual(listed('a.json', 'one'));
    expect(await saving.publish(plain('refuse'))).toEqual([one, two]);
    await saving.discard();
    expect(steps).toEqual([
      'stage a.json',
      'stage b.json',
      'lock',
      'stage manifest.json',
      'publish manifest.json replace',
      'publish a.json refuse',
      'publish b.json refuse',
      'sync',
      'unlock',
    ]);
  });

  it('keeps what another run saved meanwhile, and lists it', async () => {
    const { folder, content, steps } = noted({ 'a.json': 'theirs', 'c.json': 'three', 'd.json': 'four' });
    const theirs = listed('a.json', 'theirs');
    const now = [theirs, listed('c.json', 'three'), listed('d.json', 'four'), listed('e.json', 'five')];
    const saving = startSaving(folder, listing(...now));
    await saving.add(file('a.json', 'ours'));
    const two = await saving.add(file('b.json', 'two'));
    expect(await saving.publish(plain('refuse', ['d.json', 'e.json']))).toEqual([theirs, two]);
    expect(content.get('a.json')).toBe('theirs');
    expect(JSON.parse(content.get('manifest.json') ?? '')).toEqual({
      version: 1,
      files: [theirs, two, listed('c.json', 'three'), listed('d.json', 'four')],
    });
    expect(steps).toContain('discard a.json');
  });

  it('replaces what another run saved when it is told to', async () => {
    const { folder, content, steps } = noted({ 'a.json': 'theirs' });
    const saving = startSaving(folder, listing(listed('a.json', 'theirs')));
    const ours = await saving.add(file('a.json', 'ours'));
    expect(await saving.publish(plain('replace'))).toEqual([ours]);
    // The old bytes are gone before the manifest lists the new ones: no run finds them beside it.
    expect(steps.slice(2, 5)).toEqual([
      'remove a.json',
      'stage manifest.json',
      'publish manifest.json replace',
    ]);
    expect(content.get('a.json')).toBe('ours');
    expect(JSON.parse(content.get('manifest.json') ?? '')).toEqual({ version: 1, files: [ours] });
  });

  it("writes nothing, not even the manifest, beside a file that is somebody's", async () => {
    const { folder, content, steps } = noted({ 'b.json': 'mine' });
    const saving = startSaving(folder, listing());
    await saving.add(file('a.json', 'one'));
    await saving.add(file('b.json', 'two'));
    await expect(saving.publish(plain('refuse'))).rejects.toMatchObject({ failure: 'config' });
    expect([...content]).toEqual([['b.json', 'mine']]);
    expect(steps.slice(-4)).toEqual(['lock', 'unlock', 'discard a.json', 'discard b.json']);
  });

  it('leaves no unfinished file behind when it stops before or while it publishes', async () => {
    const early = noted();
    const saving = startSaving(early.folder, listing());
    await saving.add(file('a.json', 'one'));
    await saving.discard();
    expect(early.steps.at(-1)).toBe('discard a.json');

    const late = noted({}, 'publish a.json refuse');
    const failing = startSaving(late.folder, listing());
    await failing.add(file('a.json', 'one'));
    await failing.add(file('b.json', 'two'));
    await expect(failing.publish(plain('refuse'))).rejects.toThrow('disk full');
    expect(late.steps.slice(-4)).toEqual([
      'publish a.json refuse',
      'unlock',
      'discard a.json',
      'discard b.json',
    ]);
  });

  it('proves a file by its bytes', async () => {
    const { folder } = noted({ 'a.json': 'one', 'b.json': 'two' });
    const files = [listed('a.json', 'one'), listed('b.json', 'other'), listed('c.json', 'three')];
    const same = () => Promise.resolve(files);
    await expect(readProven(folder, 'a.json', files, same)).resolves.toEqual(file('a.json', 'one'));
    await expect(readProven(folder, 'c.json', files, same)).resolves.toBeUndefined();
    for (const name of ['b.json', 'a.json']) {
      const known = name === 'a.json' ? [] : files;
      await expect(readProven(folder, name, known, () => Promise.resolve(known))).rejects.toMatchObject({
        failure: 'config',
        message: `/out/x/${name} exists, and is not overwritten without --force.`,
      });
    }
  });

  it("looks at the manifest again, behind the lock, before it calls a file somebody else's", async () => {
    const { folder, steps } = noted({ 'a.json': 'one' });
    const now = () => {
      steps.push('read the manifest');
      return Promise.resolve([listed('a.json', 'one')]);
    };
    await expect(readProven(folder, 'a.json', [], now)).resolves.toEqual(file('a.json', 'one'));
    expect(steps).toEqual(['lock', 'read the manifest', 'unlock']);
  });

  it('touches nothing when it only pretends', async () => {
    const saving = pretendSaving();
    await expect(saving.add(file('a.json', 'one'))).resolves.toEqual(listed('a.json', 'one'));
    await expect(saving.publish(plain('refuse'))).resolves.toEqual([listed('a.json', 'one')]);
    await expect(saving.publish(plain('refuse'))).resolves.toEqual([]);
  });
});

describe('saving files as they come', () => {
  /** The manifest is read as it was last published. */
  const coming = (failing?: string) => {
    const { folder, steps, content } = noted({}, failing);
    const listedNow: ListedNow = () => {
      const text = content.get('manifest.json') ?? '{"files":[]}';
      return Promise.resolve((JSON.parse(text) as { files: SavedFile[] }).files);
    };
    const saving = startSaving(folder, listedNow);
    return { keep: saveAsTheyCome(saving, () => plain('refuse')), saving, steps, content };
  };

  it('names the first at once, and those together that came meanwhile', async () => {
    const { keep, steps, content } = coming();
    const files = [file('a.json', 'one'), file('b.json', 'two'), file('c.json', 'three')];
    const saved = await Promise.all(files.map((one) => keep(one)));
    expect(saved).toEqual([listed('a.json', 'one'), listed('b.json', 'two'), listed('c.json', 'three')]);
    expect(JSON.parse(content.get('manifest.json') ?? '')).toEqual({ version: 1, files: saved });
    expect(steps.filter((step) => step === 'publish manifest.json replace').length).toBeLessThan(3);
    await keep(file('d.json', 'four'));
    expect([...content.keys()].sort()).toEqual(['a.json', 'b.json', 'c.json', 'd.json', 'manifest.json']);
  });

  it('fails those alone that could not be named, and goes on', async () => {
    const { keep, content } = coming('publish a.json refuse');
    await expect(keep(file('a.json', 'one'))).rejects.toThrow('disk full');
    await expect(keep(file('b.json', 'two'))).resolves.toEqual(listed('b.json', 'two'));
    expect([...content.keys()].sort()).toEqual(['b.json', 'manifest.json']);
  });
});
