import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { pretendSaving, readProven, startSaving, type NewFile } from '../../src/results/save.js';
import type { OutputFolder } from '../../src/world.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (name: string, text: string): NewFile => ({ kind: 'details', name, content: bytes(text) });
const listed = (name: string, text: string) => ({
  kind: 'details',
  name,
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
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
    async sync() {
      step('sync');
    },
  };
  /* eslint-enable @typescript-eslint/require-await */
  return { folder, steps, content };
};

describe('saving files that belong together', () => {
  it('gives no file its name before the manifest that lists it, and syncs last', async () => {
    const { folder, steps } = noted();
    const saving = startSaving(folder);
    const [one, two] = [await saving.add(file('a.json', 'one')), await saving.add(file('b.json', 'two'))];
    expect(one).toEqual(listed('a.json', 'one'));
    await saving.publish({ about: {}, files: [one, two] }, 'refuse');
    await saving.discard();
    expect(steps).toEqual([
      'stage a.json',
      'stage b.json',
      'stage manifest.json',
      'publish manifest.json replace',
      'publish a.json refuse',
      'publish b.json refuse',
      'sync',
    ]);
  });

  it('leaves no unfinished file behind when it stops before or while it publishes', async () => {
    const early = noted();
    const saving = startSaving(early.folder);
    await saving.add(file('a.json', 'one'));
    await saving.discard();
    expect(early.steps.at(-1)).toBe('discard a.json');

    const late = noted({}, 'publish a.json refuse');
    const failing = startSaving(late.folder);
    const [one, two] = [await failing.add(file('a.json', 'one')), await failing.add(file('b.json', 'two'))];
    await expect(failing.publish({ about: {}, files: [one, two] }, 'refuse')).rejects.toThrow('disk full');
    expect(late.steps.slice(-3)).toEqual(['publish a.json refuse', 'discard a.json', 'discard b.json']);
  });

  it('proves a file by its bytes', async () => {
    const { folder } = noted({ 'a.json': 'one', 'b.json': 'two' });
    const files = [listed('a.json', 'one'), listed('b.json', 'other'), listed('c.json', 'three')];
    await expect(readProven(folder, 'a.json', files)).resolves.toEqual(file('a.json', 'one'));
    await expect(readProven(folder, 'c.json', files)).resolves.toBeUndefined();
    for (const name of ['b.json', 'a.json']) {
      const known = name === 'a.json' ? [] : files;
      await expect(readProven(folder, name, known)).rejects.toMatchObject({
        failure: 'config',
        message: `/out/x/${name} exists, and is not overwritten without --force.`,
      });
    }
  });

  it('touches nothing when it only pretends', async () => {
    await expect(pretendSaving.add(file('a.json', 'one'))).resolves.toEqual(listed('a.json', 'one'));
  });
});
