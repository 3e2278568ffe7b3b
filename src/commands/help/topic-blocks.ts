import { wrap } from '../core/help-page.js';

/** A part of a help topic: a paragraph, a list of sentences, or rows of two columns. */
export type TopicBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'rows'; readonly title?: string; readonly rows: readonly TopicRow[] };

export type TopicRow = readonly [term: string, about: string];

export const paragraph = (text: string): TopicBlock => ({ kind: 'paragraph', text });

export const list = (items: readonly string[]): TopicBlock => ({ kind: 'list', items });

export const rows = (content: readonly TopicRow[], title?: string): TopicBlock => ({
  kind: 'rows',
  rows: content,
  ...(title !== undefined && { title }),
});

const columns = (content: readonly TopicRow[]): string => {
  const width = Math.max(...content.map(([term]) => term.length)) + 2;
  return content
    .map(([term, about]) => `  ${term.padEnd(width)}${wrap(about, width + 2)}`.trimEnd())
    .join('\n');
};

const blockText = (block: TopicBlock): string => {
  switch (block.kind) {
    case 'paragraph':
      return wrap(block.text, 0);
    case 'list':
      return block.items.map((item) => `  - ${wrap(item, 4)}`).join('\n');
    case 'rows':
      return `${block.title === undefined ? '' : `${block.title}\n`}${columns(block.rows)}`;
  }
};

/** The text of a topic, wrapped at 80 columns, with a final line break. */
export const topicText = (blocks: readonly TopicBlock[]): string => `${blocks.map(blockText).join('\n\n')}\n`;
