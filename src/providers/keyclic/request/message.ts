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

/** The parts of the message in one language. */
export interface Language {
  /** The labels before the recipient and the subject. */
  readonly to: string;
  readonly subjectLabel: string;
  readonly subject: (facts: RequestFacts) => string;
  readonly greeting: string;
  readonly request: (facts: RequestFacts) => string;
  readonly labels: Readonly<Record<'organization' | 'app' | 'event' | 'url', string>>;
  readonly questionsTitle: string;
  readonly questions: (facts: RequestFacts) => readonly string[];
  readonly testTitle: (facts: RequestFacts) => string;
  readonly testPlan: (facts: RequestFacts) => readonly string[];
  /** The last paragraph, and the closing. */
  readonly closing: readonly [string, string];
}

const lineWidth = 72;

/** Wraps text at 72 characters, indented by the length of `start`. Never splits a word or URL. */
const paragraph = (text: string, start = ''): string => {
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

/** Labels with aligned values; undefined values are omitted. */
const labeledRows = (rows: readonly (readonly [label: string, value: string | undefined])[]): string => {
  const known = rows.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...known.map(([label]) => label.length));
  return known.map(([label, value]) => `  ${label.padEnd(width)}  ${value ?? ''}`).join('\n');
};

/** The text of the request. Every line ends with a line feed. */
export const requestText = (language: Language, facts: RequestFacts): string => {
  const { labels, closing } = language;
  const questions = language.questions(facts).map((question) => paragraph(question, '  - '));
  const steps = language
    .testPlan(facts)
    .map((step, index) => paragraph(step, `${String(index + 1).padStart(3)}. `));
  const blocks = [
    language.greeting,
    paragraph(language.request(facts)),
    labeledRows([
      [labels.organization, facts.organization],
      [labels.app, facts.app],
    ]),
    ...facts.events.map((event) =>
      labeledRows([
        [labels.event, event],
        [labels.url, facts.url],
      ]),
    ),
    [paragraph(language.questionsTitle), ...questions].join('\n'),
    [language.testTitle(facts), ...steps].join('\n'),
    paragraph(closing[0]),
    closing[1],
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
};
