import { describe, expect, it } from 'vitest';
import { helpText, type HelpPage } from '../../../src/commands/core/help-page.js';

const page = (more: Partial<HelpPage> = {}): string =>
  helpText({ purpose: 'Do it.', usage: 'do [options]', sections: [], examples: [], ...more });

describe('a help page', () => {
  it('is purpose, usage, sections, facts, examples and footer, a blank line between, and one line end', () => {
    const text = page({
      sections: [{ title: 'Options', rows: [['--url URL', 'Where to']] }, { rows: [['a', 'b']] }],
      facts: [['Exits', '0 done']],
      examples: ['do --url x', 'do'],
      footer: 'More.',
    });
    expect(text).toBe(
      [
        'Do it.',
        '',
        'Usage: webhook-admin do [options]',
        '',
        'Options',
        '      --url URL  Where to',
        '',
        '  a  b',
        '',
        'Exits  0 done',
        '',
        'Examples',
        '  webhook-admin do --url x',
        '  webhook-admin do',
        '',
        'More.',
        '',
      ].join('\n'),
    );
  });

  it('leaves out what is empty', () => {
    expect(page({ sections: [{ title: 'Options', rows: [] }], facts: [] })).toBe(
      'Do it.\n\nUsage: webhook-admin do [options]\n\nGlobal options: webhook-admin --help\n',
    );
  });

  it('lines up options with and without a short form', () => {
    const text = page({
      sections: [
        {
          rows: [
            ['-y, --yes', 'Yes'],
            ['--json', 'JSON'],
          ],
        },
      ],
    });
    expect(text).toContain('  -y, --yes   Yes\n      --json  JSON');
  });

  it('breaks long texts at 80 columns, under their own column', () => {
    const about = 'word '.repeat(40).trim();
    const lines = page({
      purpose: about,
      sections: [{ rows: [['--url URL', about]] }],
      facts: [['Requests', about]],
    })
      .split('\n')
      .filter((line) => !line.startsWith('Usage'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.startsWith(' '.repeat(17) + 'word')).length).toBeGreaterThan(1);
    expect(lines.join(' ').split('word')).toHaveLength(3 * 40 + 1);
  });

  it('puts the text of a very long option on its own line', () => {
    const long = `--${'x'.repeat(40)}`;
    expect(page({ sections: [{ rows: [[long, 'About']] }] })).toMatch(
      new RegExp(`${long}\\n +About\\n`, 'u'),
    );
  });

  it('keeps a word that is longer than the line whole', () => {
    expect(page({ purpose: `See ${'x'.repeat(100)} there` })).toContain(`\n${'x'.repeat(100)}\n`);
  });
});
