import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import type { SavedFile } from '../../src/results/manifest.js';
import {
  createDryRunWriter,
  readCompleteFile,
  createResultWriter,
  createIncrementalSave,
  type ReadFileList,
  type ResultFile,
  type PublishOptions,
} from '../../src/results/save.js';
import type { OutputFolder } from '../../src/world.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (name: string, text: string): ResultFile => ({ kind: 'details', name, content: bytes(text) });
const listed = (name: string, text: string) => ({
  kind: 'details',
  name,
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});

const listing =
  (...files: readonly SavedFile[]): ReadFileList =>
  () =>
    Promise.resolve(files);

/** Options without metadata. */
const publishOptions = (existing: 'refuse' | 'replace', missing: readonly string[] = []): PublishOptions => ({
  metadata: {},
  missing,
  existing,
});

/** A folder that records its operations; the one named `failing` is rejected. */
const recordingFolder = (initial: Readonly<Record<string, string>> = {}, failing?: string) => {
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

describe('a result writer', () => {
  it('publishes the manifest before the files it lists, and syncs last', async () => {
    const { folder, steps } = recordingFolder();
    const writer = createResultWriter(folder, listing());
    const [one, two] = [await writer.stage(file('a.json', 'one')), await writer.stage(file('b.json', 'two'))];
    expect(one).toEqual(listed('a.json', 'one'));
    expect(await writer.publish(publishOptions('refuse'))).toEqual([one, two]);
    await writer.discard();
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

  it('keeps and lists the files that another run saved meanwhile', async () => {
    const { folder, content, steps } = recordingFolder({
      'a.json': 'theirs',
      'c.json': 'three',
      'd.json': 'four',
    });
    const theirs = listed('a.json', 'theirs');
    const now = [theirs, listed('c.json', 'three'), listed('d.json', 'four'), listed('e.json', 'five')];
    const writer = createResultWriter(folder, listing(...now));
    await writer.stage(file('a.json', 'ours'));
    const two = await writer.stage(file('b.json', 'two'));
    expect(await writer.publish(publishOptions('refuse', ['d.json', 'e.json']))).toEqual([theirs, two]);
    expect(content.get('a.json')).toBe('theirs');
    expect(JSON.parse(content.get('manifest.json') ?? '')).toEqual({
      version: 1,
      files: [theirs, two, listed('c.json', 'three'), listed('d.json', 'four')],
    });
    expect(steps).toContain('discard a.json');
  });

  it('replaces the files of another run with `replace`', async () => {
    const { folder, content, steps } = recordingFolder({ 'a.json': 'theirs' });
    const writer = createResultWriter(folder, listing(listed('a.json', 'theirs')));
    const ours = await writer.stage(file('a.json', 'ours'));
    expect(await writer.publish(publishOptions('replace'))).toEqual([ours]);
    // The old file is removed before the manifest lists the new one.
    expect(steps.slice(2, 5)).toEqual([
      'remove a.json',
      'stage manifest.json',
      'publish manifest.json replace',
    ]);
    expect(content.get('a.json')).toBe('ours');
    expect(JSON.parse(content.get('manifest.json') ?? '')).toEqual({ version: 1, files: [ours] });
  });

  it('publishes nothing when a name belongs to a file that is not listed', async () => {
    const { folder, content, steps } = recordingFolder({ 'b.json': 'mine' });
    const writer = createResultWriter(folder, listing());
    await writer.stage(file('a.json', 'one'));
    await writer.stage(file('b.json', 'two'));
    await expect(writer.publish(publishOptions('refuse'))).rejects.toMatchObject({ failure: 'config' });
    expect([...content]).toEqual([['b.json', 'mine']]);
    expect(steps.slice(-4)).toEqual(['lock', 'unlock', 'discard a.json', 'discard b.json']);
  });

  it('removes staged files when it stops before or during the publication', async () => {
    const early = recordingFolder();
    const writer = createResultWriter(early.folder, listing());
    await writer.stage(file('a.json', 'one'));
    await writer.discard();
    expect(early.steps.at(-1)).toBe('discard a.json');

    const late = recordingFolder({}, 'publish a.json refuse');
    const failing = createResultWriter(late.folder, listing());
    await failing.stage(file('a.json', 'one'));
    await failing.stage(file('b.json', 'two'));
    await expect(failing.publish(publishOptions('refuse'))).rejects.toThrow('disk full');
    expect(late.steps.slice(-4)).toEqual([
      'publish a.json refuse',
      'unlock',
      'discard a.json',
      'discard b.json',
    ]);
  });

  it('reads a file as complete only when its bytes are the listed ones', async () => {
    const { folder } = recordingFolder({ 'a.json': 'one', 'b.json': 'two' });
    const files = [listed('a.json', 'one'), listed('b.json', 'other'), listed('c.json', 'three')];
    const same = () => Promise.resolve(files);
    await expect(readCompleteFile(folder, 'a.json', files, same)).resolves.toEqual(file('a.json', 'one'));
    await expect(readCompleteFile(folder, 'c.json', files, same)).resolves.toBeUndefined();
    for (const name of ['b.json', 'a.json']) {
      const known = name === 'a.json' ? [] : files;
      await expect(readCompleteFile(folder, name, known, () => Promise.resolve(known))).rejects.toMatchObject(
        {
          failure: 'config',
          message: `/out/x/${name} already exists. Use --force to replace it.`,
        },
      );
    }
  });

  it('reads the manifest again under the lock before it refuses a file', async () => {
    const { folder, steps } = recordingFolder({ 'a.json': 'one' });
    const now = () => {
      steps.push('read the manifest');
      return Promise.resolve([listed('a.json', 'one')]);
    };
    await expect(readCompleteFile(folder, 'a.json', [], now)).resolves.toEqual(file('a.json', 'one'));
    expect(steps).toEqual(['lock', 'read the manifest', 'unlock']);
  });

  it('writes nothing in a dry run', async () => {
    const writer = createDryRunWriter();
    await expect(writer.stage(file('a.json', 'one'))).resolves.toEqual(listed('a.json', 'one'));
    await expect(writer.publish(publishOptions('refuse'))).resolves.toEqual([listed('a.json', 'one')]);
    await expect(writer.publish(publishOptions('refuse'))).resolves.toEqual([]);
  });
});

describe('incremental saving', () => {
  /** Reads the list from the manifest published last. */
  const incremental = (failing?: string) => {
    const { folder, steps, content } = recordingFolder({}, failing);
    const readFileList: ReadFileList = () => {
      const text = content.get('manifest.json') ?? '{"files":[]}';
      return Promise.resolve((JSON.parse(text) as { files: SavedFile[] }).files);
    };
    const writer = createResultWriter(folder, readFileList);
    return { save: createIncrementalSave(writer, () => publishOptions('refuse')), steps, content };
  };

  it('publishes the first file at once, and files staged meanwhile together', async () => {
    const { save, steps, content } = incremental();
    const files = [file('a.json', 'one'), file('b.json', 'two'), file('c.json', 'three')];
    const saved = await Promise.all(files.map((one) => save(one)));
    expect(saved).toEqual([listed('a.json', 'one'), listed('b.json', 'two'), listed('c.json', 'three')]);
    expect(JSON.parse(content.get('manifest.json') ?? '')).toEqual({ version: 1, files: saved });
    expect(steps.filter((step) => step === 'publish manifest.json replace').length).toBeLessThan(3);
    await save(file('d.json', 'four'));
    expect([...content.keys()].sort()).toEqual(['a.json', 'b.json', 'c.json', 'd.json', 'manifest.json']);
  });

  it('rejects only for the files that could not be published, and goes on', async () => {
    const { save, content } = incremental('publish a.json refuse');
    await expect(save(file('a.json', 'one'))).rejects.toThrow('disk full');
    await expect(save(file('b.json', 'two'))).resolves.toEqual(listed('b.json', 'two'));
    expect([...content.keys()].sort()).toEqual(['b.json', 'manifest.json']);
  });
});
