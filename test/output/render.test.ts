import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../../src/output/outcome.js';
import { render, type Style } from '../../src/output/render.js';

const terminal: Style = {
  interactive: true,
  bold: (text) => `*${text}*`,
  formatTable: (rows) => Promise.resolve(rows.map((cells) => cells.join(' | ')).join('\n')),
};
const pipe: Style = {
  interactive: false,
  bold: () => expect.fail('bold in a pipe'),
  formatTable: () => expect.fail('lined up in a pipe'),
};

const table: View = {
  kind: 'table',
  columns: ['EVENT', 'ABOUT'],
  rows: [
    ['a', 'first'],
    ['b', ''],
  ],
  empty: 'No events.',
};

describe('a table', () => {
  it('has a bold header and aligned cells on a terminal', async () => {
    expect(await render(table, terminal)).toBe('*EVENT* | *ABOUT*\na | first\nb | \n');
  });

  it('has no header and tabs in a pipe', async () => {
    expect(await render(table, pipe)).toBe('a\tfirst\nb\t\n');
  });

  it('that is grouped names each thing once on a terminal, and in every row in a pipe', async () => {
    const grouped: View = {
      ...table,
      grouped: true,
      rows: ['a1', 'a2', 'b3', 'a4'].map((row) => row.split('')),
    };
    expect(await render(grouped, terminal)).toBe('*EVENT* | *ABOUT*\na | 1\n | 2\nb | 3\na | 4\n');
    expect(await render(grouped, pipe)).toBe('a\t1\na\t2\nb\t3\na\t4\n');
  });

  it('says that it is empty on a terminal, and nothing in a pipe', async () => {
    expect(await render({ ...table, rows: [] }, terminal)).toBe('No events.\n');
    expect(await render({ ...table, rows: [] }, pipe)).toBe('');
  });
});

describe('fields', () => {
  const view: View = {
    kind: 'fields',
    fields: [
      { key: 'url', value: 'https://a.test', label: 'Address' },
      { key: 'at', value: '2026-01-01T00:00:00.000Z', label: 'When', shown: '2 minutes ago' },
      { key: 'id', value: '7' },
    ],
  };

  it('are labelled, aligned and in words on a terminal', async () => {
    expect(await render(view, terminal)).toBe('  Address  https://a.test\n  When     2 minutes ago\n');
  });

  it('are a key, a tab and the whole value in a pipe', async () => {
    expect(await render(view, pipe)).toBe('url\thttps://a.test\nat\t2026-01-01T00:00:00.000Z\nid\t7\n');
  });

  it('print nothing when there are none', async () => {
    expect(await render({ kind: 'fields', fields: [] }, terminal)).toBe('');
    expect(await render({ kind: 'fields', fields: [] }, pipe)).toBe('');
  });
});

describe('bare text', () => {
  it('is the same on a terminal and in a pipe, with one line end', async () => {
    for (const style of [terminal, pipe]) {
      expect(await render({ kind: 'bare', text: 'secret' }, style)).toBe('secret\n');
      expect(await render({ kind: 'bare', text: 'a\n\tb\n' }, style)).toBe('a\n\tb\n');
    }
  });
});

describe('nothing', () => {
  it('prints nothing', async () => {
    for (const style of [terminal, pipe]) expect(await render({ kind: 'nothing' }, style)).toBe('');
  });
});

describe('text from outside', () => {
  const cells = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });

  it('cannot make rows or cells of its own in a pipe, and is never cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { maxLength: 4 }), async (rows) => {
        const text = await render({ ...table, rows }, pipe);
        const lines = text.split('\n').slice(0, -1);
        expect(lines.map((line) => line.split('\t').length)).toEqual(rows.map((row) => row.length));
        expect(text).not.toMatch(/[^\P{Cc}\t\n]/u);
      }),
    );
  });

  it('cannot drive the terminal', async () => {
    const evil = '\u001b]0;x\u0007\r\u202e';
    const rows = await render({ ...table, rows: [[evil]] }, terminal);
    const fields = await render(
      { kind: 'fields', fields: [{ key: 'k', value: evil, label: 'L' }] },
      terminal,
    );
    for (const text of [rows, fields]) {
      expect(text).toContain('\\u{1b}]0;x\\u{7}\\u{d}\\u{202e}');
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    }
  });
});
