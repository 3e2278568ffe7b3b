/** One row of a help list. */
export type HelpRow = readonly [typed: string, about: string];

export interface HelpSection {
  readonly title?: string;
  readonly rows: readonly HelpRow[];
}

export interface HelpPage {
  readonly purpose: string;
  /** Without the name of the program. */
  readonly usage: string;
  readonly sections: readonly HelpSection[];
  /** Labeled lines: Requests, Stores, Exits. */
  readonly facts?: readonly HelpRow[];
  /** Without the name of the program. */
  readonly examples: readonly string[];
  /** Refers to the global options by default. */
  readonly footer?: string;
}

export const programName = 'webhook-admin';

/** The same for every terminal, so that the text can be compared. */
const width = 80;

/** Wraps the text at 80 columns; all lines but the first are indented by `indent` spaces. */
export const wrap = (text: string, indent: number): string => {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1] ?? '';
    if (line !== '' && indent + line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
};

/** Aligns options without a short form with those that have one. */
const alignOption = (typed: string): string => (typed.startsWith('--') ? `    ${typed}` : typed);

const formatRows = (rows: readonly HelpRow[]): string => {
  const hasOptions = rows.some(([typed]) => typed.startsWith('-'));
  const shown = rows.map(([typed, about]) => [hasOptions ? alignOption(typed) : typed, about] as const);
  const column = Math.min(30, Math.max(...shown.map(([typed]) => typed.length))) + 4;
  return shown
    .map(([typed, about]) => {
      const head = `  ${typed}`;
      return head.length > column - 2
        ? `${head}\n${' '.repeat(column)}${wrap(about, column)}`
        : `${head.padEnd(column)}${wrap(about, column)}`;
    })
    .join('\n');
};

/** The text of `--help`, with a final line break. */
export const helpText = (page: HelpPage): string => {
  const blocks = [wrap(page.purpose, 0), `Usage: ${programName} ${page.usage}`];
  for (const section of page.sections) {
    if (section.rows.length === 0) continue;
    blocks.push(
      section.title === undefined
        ? formatRows(section.rows)
        : `${section.title}\n${formatRows(section.rows)}`,
    );
  }
  if (page.facts !== undefined && page.facts.length > 0) {
    const column = Math.max(...page.facts.map(([label]) => label.length)) + 2;
    blocks.push(page.facts.map(([label, text]) => `${label.padEnd(column)}${wrap(text, column)}`).join('\n'));
  }
  if (page.examples.length > 0) {
    blocks.push(`Examples\n${page.examples.map((example) => `  ${programName} ${example}`).join('\n')}`);
  }
  blocks.push(wrap(page.footer ?? `Global options: ${programName} --help`, 0));
  return `${blocks.join('\n\n')}\n`;
};
