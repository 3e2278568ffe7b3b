import { describe, expect, it } from 'vitest';
import { splitList } from '../../../src/commands/operation/input-flags.js';
import { runMain } from '../../support/run-main.js';

const create = (options: string) => runMain(`amani create --sandbox ${options}`);

describe('typed inputs', () => {
  it('refuses two values for one place, without repeating them', async () => {
    const run = await create('--url https://one.example.com --url https://two.example.com --all-events');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--url was given more than once');
    expect(run.stderr).not.toContain('one.example.com');
  });

  it.each(['--url --event document_upload', '--url https://hooks.example.com/a --event --all-events'])(
    'takes no option for the value of one: %s',
    async (options) => {
      const run = await create(options);
      expect(run.code).toBe(2);
      expect(run.stderr).toMatch(/Option --(?:url|event) needs a value\. Nothing was sent\./u);
    },
  );

  it('takes a list from commas and from repetition alike', async () => {
    const run = await create(
      '--url https://hooks.example.com/a --event profile_create,document_upload --event zip_file_create --json',
    );
    const { events } = JSON.parse(run.stdout) as { events: Record<string, boolean> };
    expect(Object.keys(events).filter((name) => events[name])).toEqual([
      'profile_create',
      'document_upload',
      'zip_file_create',
    ]);
  });

  it('forgives spaces around an item of a list, and no line end', () => {
    expect(splitList(' a, b ,,c')).toEqual(['a', 'b', 'c']);
    expect(splitList('a\n,\tb')).toEqual(['a\n', '\tb']);
  });

  it('refuses an empty list, an empty text and inputs that exclude each other', async () => {
    for (const options of [
      '--url https://a.test --event ,',
      '--url= --all-events',
      '--url https://a.test --all-events --event x',
    ]) {
      expect((await create(options)).code).toBe(2);
    }
  });
});
