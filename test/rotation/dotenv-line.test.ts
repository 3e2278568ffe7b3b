import { execFileSync } from 'node:child_process';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setDotenvLine } from '../../src/rotation/dotenv-line.js';
import { AppError } from '../../src/errors.js';

const failureOf = (run: () => unknown): AppError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('did not fail');
};

/** What the last line that sets the name means, read line by line: for texts without values of several lines. */
const valueOf = (text: string, name: string): string | undefined => {
  const line = text
    .split(/\r?\n/)
    .map((each) => each.replace(/^export /, ''))
    .findLast((each) => each.startsWith(`${name}=`));
  const value = line?.slice(name.length + 1);
  return /^(['"]).*\1$/.test(value ?? '') ? value?.slice(1, -1) : value;
};

const set = (text: string | undefined, value = 'new'): string => setDotenvLine(text, 'NAME', value);

describe('setDotenvLine', () => {
  it.each([
    ['no file', undefined, "NAME='new'\n"],
    ['an empty file', '', "NAME='new'\n"],
    ['a file without the name', 'A=1\n', "A=1\nNAME='new'\n"],
    ['a file without a final line end', 'A=1', "A=1\nNAME='new'\n"],
    ['a file with CRLF', 'A=1\r\nB=2', "A=1\r\nB=2\r\nNAME='new'\r\n"],
    [
      'only similar names',
      'MY_NAME=1\nNAME2=1\nname=1\n#NAME=1\n',
      "MY_NAME=1\nNAME2=1\nname=1\n#NAME=1\nNAME='new'\n",
    ],
  ])('appends to %s', (_what, text, expected) => {
    expect(set(text)).toBe(expected);
  });

  it.each([
    ['a plain value', 'A=1\nNAME=old\nB=2\n', "A=1\nNAME='new'\nB=2\n"],
    ['an empty value', 'NAME=\nB=2\n', "NAME='new'\nB=2\n"],
    ['a value without line end', 'A=1\nNAME=old', "A=1\nNAME='new'"],
    ['a value and a comment', 'NAME="old" # note\nB=2\n', "NAME='new'\nB=2\n"],
    ['an exported value', 'export NAME=old\n', "export NAME='new'\n"],
    ['a value in a CRLF file', 'A=1\r\nNAME=old\r\nB=2\r\n', "A=1\r\nNAME='new'\r\nB=2\r\n"],
    ['a CRLF line among others', 'A=1\nNAME=old\r\nB=2\n', "A=1\nNAME='new'\r\nB=2\n"],
    ['spaces that shells refuse', '  NAME = old\nB=2\n', "NAME='new'\nB=2\n"],
    ['the last of two', 'NAME=1\nA=1\nNAME=2\nB=2\n', "NAME=1\nA=1\nNAME='new'\nB=2\n"],
    ['a value of several lines', "A=1\nNAME='one\ntwo\n three' # note\r\nB=2\n", "A=1\nNAME='new'\r\nB=2\n"],
    ['a double-quoted value of several lines', 'NAME="one\n\\"two\\"\n"\nB=2\n', "NAME='new'\nB=2\n"],
  ])('replaces %s', (_what, text, expected) => {
    expect(set(text)).toBe(expected);
  });

  it.each([
    ["A='one\nNAME=inside\n'\n"],
    ['A="one\nNAME=inside\n"\n'],
    ['A="say \\"one\nNAME=inside\n\\" two"\n'],
    ['A=`one\nNAME=inside\n`\n'],
    ["export A = 'one\r\nNAME=inside\r\n' # note\r\n"],
  ])('does not take a line inside another value for an assignment: %j', (text) => {
    expect(set(text)).toBe(`${text}NAME='new'${text.includes('\r') ? '\r\n' : '\n'}`);
  });

  it('takes quotes that are never closed, and quotes in comments and inside values, for characters', () => {
    for (const text of [
      'A="tis\nNAME=old\n',
      "# don't\nNAME=old\n",
      "A=it's\nNAME=old\nB=it's\n",
      "A='C:\\'\nNAME=old\nB='b'\n",
    ]) {
      expect(set(text)).toBe(text.replace('NAME=old', "NAME='new'"));
    }
  });

  it('refuses a file in which an open quote would swallow the line', () => {
    for (const text of ["A='open\n", "A='open\nNAME=old\n", "A='open\nNAME=old\nB=2\n"]) {
      // Node would read A as "open", the name and all, up to the quote of the new value.
      expect(parseEnv(`${text}NAME='new'\n`)['NAME']).not.toBe('new');
      expect(failureOf(() => set(text)).failure).toBe('config');
      expect(failureOf(() => set(text)).message).toContain('quote');
    }
  });

  it('refuses a value that the dotenv package would take for a comment behind an escaped quote', () => {
    for (const end of ['\n', '\r\n']) {
      expect(failureOf(() => set(`A='C:\\'${end}`, '#1')).failure).toBe('config');
      expect(set(`A='C:\\'${end}`, 'x#1')).toBe(`A='C:\\'${end}NAME='x#1'${end}`);
    }
  });

  it('gives the same text when run again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'A=1', 'NAME=1\nNAME=2\n', "A='x\n'\r\nexport NAME='1\n2'\r\n"),
        (text) => {
          const once = set(text);
          expect(set(once)).toBe(once);
        },
      ),
    );
  });

  it.each(['', 'A-B', '1A', 'A B', 'A=B', 'A\nB', '\u00c9', '__proto__.x'])('refuses the name %j', (name) => {
    expect(failureOf(() => setDotenvLine('', name, 'x')).failure).toBe('usage');
  });

  it.each([
    ['a line break', 'SECRET\nSECRET'],
    ['a NUL', 'SECRET\u0000'],
    ['a C1 control', 'SECRET\u0085'],
    ['a line separator', 'SECRET\u2028'],
    ['both kinds of quotes', `SECRET'"`],
    ['an apostrophe and a dollar sign', "SECRET'$x"],
    ['an apostrophe and a backquote', "SECRET'`x`"],
    ['an apostrophe and a backslash', "SECRET'\\n"],
    ['a backslash at the end', 'SECRET\\'],
  ])('refuses a value with %s, without showing it', (_what, value) => {
    const error = failureOf(() => set('A=1\n', value));
    expect(error.failure).toBe('config');
    expect(JSON.stringify([error.message, error.details])).not.toContain('SECRET');
  });

  it('is read back by Node and by a second parser as the value that was set, all other lines untouched', () => {
    const line = fc
      .stringMatching(/^(?:[A-M]{1,3}=[a-z0-9 "'#]{0,6}|# .{0,5}|)$/)
      .filter((each) => !/=\s*["']/.test(each));
    const value = fc.string({ unit: fc.constantFrom(...'aZ09 #=$"\'`\\!{}%&;|<>*?~+/\u00e9') });
    fc.assert(
      fc.property(
        fc.array(line),
        fc.array(line),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        value,
        (above, below, there, end, secret) => {
          const rest = [...above, ...(there ? ['NAME=old'] : []), ...below]
            .map((each) => each + end)
            .join('');
          let text: string;
          try {
            text = set(rest, secret);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            expect(secret).toMatch(/'.*["$`\\]|["$`\\].*'|\\$/);
            return;
          }
          expect(valueOf(text, 'NAME')).toBe(secret);
          expect(parseEnv(text)['NAME']).toBe(secret);
          expect(text.split('\n').filter((each) => !each.startsWith('NAME='))).toEqual(
            rest.split('\n').filter((each) => each !== `NAME=old${end.slice(0, -1)}`),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it.skipIf(process.platform === 'win32')('is read back by a POSIX shell', () => {
    for (const value of [
      'a b',
      '$HOME `id` "x" \\n !#~*',
      "it's # not $".replace('$', '!'),
      'x\\y',
      '',
      '-n',
    ]) {
      const text = set('A=1\n', value);
      expect(execFileSync('sh', ['-c', `${text}printf %s "$NAME"`], { encoding: 'utf8' })).toBe(value);
    }
  });
});
