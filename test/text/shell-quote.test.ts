import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellQuote } from '../../src/text/shell-quote.js';

describe('shellQuote', () => {
  it('quotes an argument only when it needs quoting', () => {
    expect(shellQuote('https://a.test/x?y')).toBe("'https://a.test/x?y'");
    expect(shellQuote('--url=https://a.test')).toBe('--url=https://a.test');
    expect(shellQuote("it's")).toBe("'it'\\''s'");
  });

  it.each(["it's", '$(reboot)', 'a b\n"c"', '~/results', '-rf', '/home/ann/.config', '', '*'])(
    'keeps %j one argument',
    (argument) => {
      const read = execFileSync('sh', ['-c', `printf %s. ${shellQuote(argument)}`], { encoding: 'utf8' });
      expect(read).toBe(`${argument}.`);
    },
  );
});
