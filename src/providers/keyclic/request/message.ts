/** What a request for webhooks says, in whatever language. */
export interface RequestFacts {
  readonly events: readonly string[];
  readonly url: string;
  /** Host of the URL as it goes over the wire: ASCII. */
  readonly host: string;
  readonly organization: string | undefined;
  readonly app: string | undefined;
  /** The header that deliveries are wished to carry. */
  readonly header: string | undefined;
  /** Events of which it is not sure that Keyclic still has them. */
  readonly unconfirmedEvents: readonly string[];
}

export interface RequestMessage {
  /** One line. */
  readonly subject: string;
  /** Lines end with a line feed; the last one too. */
  readonly text: string;
}

/** A language: the facts in, the whole message out. */
export type Language = (facts: RequestFacts) => RequestMessage;

const width = 72;

/** Words in lines of 72: the first one behind `start`, the others indented as far as that. URLs are never cut. */
export const paragraph = (text: string, start = ''): string => {
  const indent = ' '.repeat(start.length);
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(' ')) {
    const isFirst = line === start || line === indent;
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = isFirst ? line + word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
};

/** Points of a list, one under the other. */
export const points = (items: readonly string[]): string =>
  items.map((item) => paragraph(item, '  - ')).join('\n');

/** Numbered steps, one under the other. */
export const steps = (items: readonly string[]): string =>
  items.map((item, index) => paragraph(item, `${String(index + 1).padStart(3)}. `)).join('\n');

/** Labels and values, the values lined up; what is not known is left out. */
export const labelled = (rows: readonly (readonly [label: string, value: string | undefined])[]): string => {
  const known = rows.filter(([, value]) => value !== undefined);
  const column = Math.max(0, ...known.map(([label]) => label.length));
  return known.map(([label, value]) => `  ${label.padEnd(column)}  ${value ?? ''}`).join('\n');
};

/** Blocks with an empty line between them; empty ones are left out. */
export const letter = (blocks: readonly string[]): string =>
  `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
