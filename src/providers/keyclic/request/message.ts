/** What a webhook request is about, independent of its language. */
export interface RequestFacts {
  readonly events: readonly string[];
  readonly url: string;
  /** Host of the URL in ASCII. */
  readonly host: string;
  readonly organization: string | undefined;
  readonly app: string | undefined;
  /** The header that deliveries should have. */
  readonly header: string | undefined;
  /** Events that Keyclic may not have any more. */
  readonly unconfirmedEvents: readonly string[];
}

export interface RequestMessage {
  /** One line. */
  readonly subject: string;
  /** Every line ends with a line feed. */
  readonly text: string;
}

/** Writes the message in a language. */
export type Language = (facts: RequestFacts) => RequestMessage;

const lineWidth = 72;

/** Wraps text at 72 characters, indented by the length of `start`. Never splits a word or URL. */
export const paragraph = (text: string, start = ''): string => {
  const indent = ' '.repeat(start.length);
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(' ')) {
    const isFirst = line === start || line === indent;
    if (!isFirst && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = indent + word;
    } else line = isFirst ? line + word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
};

/** A list of bullet points. */
export const bulletList = (items: readonly string[]): string =>
  items.map((item) => paragraph(item, '  - ')).join('\n');

/** A numbered list. */
export const numberedList = (items: readonly string[]): string =>
  items.map((item, index) => paragraph(item, `${String(index + 1).padStart(3)}. `)).join('\n');

/** Labels with aligned values; undefined values are omitted. */
export const labeledRows = (
  rows: readonly (readonly [label: string, value: string | undefined])[],
): string => {
  const known = rows.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...known.map(([label]) => label.length));
  return known.map(([label, value]) => `  ${label.padEnd(width)}  ${value ?? ''}`).join('\n');
};

/** Joins blocks with empty lines; empty blocks are omitted. */
export const joinBlocks = (blocks: readonly string[]): string =>
  `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
