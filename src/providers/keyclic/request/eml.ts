import { Buffer } from 'node:buffer';

export interface Draft {
  /** A validated address; undefined omits the line. */
  readonly to: string | undefined;
  readonly subject: string;
  /** Lines end with a line feed. */
  readonly text: string;
  /** A language tag. */
  readonly language: string;
  readonly date: Date;
}

const maxLineLength = 76;
const encodedWordOverhead = '=?utf-8?B??='.length;

const isPrintable = (text: string): boolean => /^[ -~]*$/u.test(text);

/** The maximum bytes of text in an encoded word after `before` characters of the line. */
const maxEncodedBytes = (before: number): number =>
  Math.floor((maxLineLength - before - encodedWordOverhead) / 4) * 3;

/**
 * A header line. Text that is not ASCII becomes base64 encoded words that split no character, each on a
 * line of at most 76 characters (RFC 2047, section 2).
 */
const headerLine = (name: string, text: string): string => {
  if (isPrintable(text)) return `${name}: ${text}`;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    const before = words.length === 0 ? name.length + 2 : 1;
    if (Buffer.byteLength(word + character) > maxEncodedBytes(before)) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  const encoded = [...words, word].map(
    (part) => `=?utf-8?B?${Buffer.from(part, 'utf8').toString('base64')}?=`,
  );
  return `${name}: ${encoded.join('\r\n ')}`;
};

const escaped = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** One line as quoted-printable (RFC 2045), with soft breaks at 76 characters and an encoded space at the end. */
const quotedLine = (line: string): string => {
  const bytes = Buffer.from(line, 'utf8');
  const rows: string[] = [];
  let row = '';
  for (const [index, byte] of bytes.entries()) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;
    const atEnd = index === bytes.length - 1 && byte === 0x20;
    const piece = plain && !atEnd ? String.fromCharCode(byte) : escaped(byte);
    if (row.length + piece.length > maxLineLength - 1) {
      rows.push(`${row}=`);
      row = '';
    }
    row += piece;
  }
  return [...rows, row].join('\r\n');
};

/** UTC in the format of RFC 5322. */
const formatDate = (date: Date): string => date.toUTCString().replace(/GMT$/u, '+0000');

/**
 * A message file (RFC 5322, MIME) that mail programs open as a draft: marked as unsent, without a sender.
 * Throws an Error for a header with a control character, which validation excludes.
 */
export const createEml = ({ to, subject, text, language, date }: Draft): string => {
  const headers: readonly (readonly [string, string])[] = [
    ['Date', formatDate(date)],
    ...(to === undefined ? [] : ([['To', to]] as const)),
    ['Subject', subject],
    ['X-Unsent', '1'],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', 'quoted-printable'],
    ['Content-Language', language],
  ];
  if (headers.some(([, value]) => /\p{Cc}/u.test(value))) {
    throw new Error('A mail header has a control character.');
  }
  const head = headers.map(([name, value]) => headerLine(name, value)).join('\r\n');
  const body = text.replace(/\n$/u, '').split('\n').map(quotedLine).join('\r\n');
  return `${head}\r\n\r\n${body}\r\n`;
};
