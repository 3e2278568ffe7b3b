/** One entry of a help list: what one types, what it is. */
export type HelpRow = readonly [typed: string, about: string];

export interface HelpSection {
  readonly title?: string;
  readonly rows: readonly HelpRow[];
}

export interface HelpPage {
  /** One line of purpose. */
  readonly purpose: string;
  /** What follows the program's name. */
  readonly usage: string;
  readonly sections: readonly HelpSection[];
  /** Facts with a word in front: Sends, Stores, Exit. */
  readonly facts?: readonly HelpRow[];
  /** Commands that run, without the program's name. */
  readonly examples: readonly string[];
  /** Where to read on; unless told, where the global options are. */
  readonly footer?: string;
}

export const programName = 'webhook-admin';

/** Help is the same at any width of the terminal, so that it can be compared and read anywhere. */
const width = 80;

/** The text in lines of 80, all but the first indented by so many spaces. */
export const wrap = (text: string, indent: number): string => {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1] ?? '';
    if (line !== '' && indent + line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
};

/** Options without a short form line up behind those that have one. */
const aligned = (typed: string): string => (typed.startsWith('--') ? `    ${typed}` : typed);

const list = (rows: readonly HelpRow[]): string => {
  const hasOptions = rows.some(([typed]) => typed.startsWith('-'));
  const shown = rows.map(([typed, about]) => [hasOptions ? aligned(typed) : typed, about] as const);
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

/** The text of `--help`, with its last line end. */
export const helpText = (page: HelpPage): string => {
  const blocks = [wrap(page.purpose, 0), `Usage: ${programName} ${page.usage}`];
  for (const section of page.sections) {
    if (section.rows.length === 0) continue;
    blocks.push(section.title === undefined ? list(section.rows) : `${section.title}\n${list(section.rows)}`);
  }
  if (page.facts !== undefined && page.facts.length > 0) {
    const column = Math.max(...page.facts.map(([word]) => word.length)) + 2;
    blocks.push(page.facts.map(([word, text]) => `${word.padEnd(column)}${wrap(text, column)}`).join('\n'));
  }
  if (page.examples.length > 0) {
    blocks.push(`Examples\n${page.examples.map((example) => `  ${programName} ${example}`).join('\n')}`);
  }
  blocks.push(wrap(page.footer ?? `Global options: ${programName} --help`, 0));
  return `${blocks.join('\n\n')}\n`;
};
