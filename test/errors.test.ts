import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../src/errors.js';

describe('a word for a shell', () => {
  it('is left as it is where it is plain, and quoted where it is not', () => {
    expect(shellWord('https://a.test/x?y')).toBe("'https://a.test/x?y'");
    expect(shellWord('--url=https://a.test')).toBe('--url=https://a.test');
    expect(shellWord("it's")).toBe("'it'\\''s'");
  });

  it.each(["it's", '$(reboot)', 'a b\n"c"', '~/results', '-rf', '/home/ann/.config', '', '*'])(
    'stays one word: %j',
    (word) => {
      const read = execFileSync('sh', ['-c', `printf %s. ${shellWord(word)}`], { encoding: 'utf8' });
      expect(read).toBe(`${word}.`);
    },
  );
});
