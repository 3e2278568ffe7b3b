import { Buffer } from 'node:buffer';

export interface Draft {
  /** A checked, bare address; undefined leaves the line out. */
  readonly to: string | undefined;
  readonly subject: string;
  /** Lines end with a line feed. */
  readonly text: string;
  /** A language tag. */
  readonly language: string;
  readonly date: Date;
}

const lineLength = 76;
const wordFrame = '=?utf-8?B??='.length;

const isPrintable = (text: string): boolean => /^[ -~]*$/u.test(text);

/** The most bytes of text in an encoded word on a line that begins with so many characters. */
const encodedBytes = (before: number): number => Math.floor((lineLength - before - wordFrame) / 4) * 3;

/**
 * A header: ASCII as it is; all else as base64 encoded words that break no character, each on a line of
 * at most 76 characters, the first one behind the name (RFC 2047, section 2).
 */
const headerLine = (name: string, text: string): string => {
  if (isPrintable(text)) return `${name}: ${text}`;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    const before = words.length === 0 ? name.length + 2 : 1;
    if (Buffer.byteLength(word + character) > encodedBytes(before)) {
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

/** One line as quoted-printable (RFC 2045): soft breaks keep it below 77 characters, an end in white space is encoded. */
const quotedLine = (line: string): string => {
  const bytes = Buffer.from(line, 'utf8');
  const rows: string[] = [];
  let row = '';
  for (const [index, byte] of bytes.entries()) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;
    const atEnd = index === bytes.length - 1 && byte === 0x20;
    const piece = plain && !atEnd ? String.fromCharCode(byte) : escaped(byte);
    if (row.length + piece.length > lineLength - 1) {
      rows.push(`${row}=`);
      row = '';
    }
    row += piece;
  }
  return [...rows, row].join('\r\n');
};

/** UTC, as RFC 5322 writes it. */
const dateLine = (date: Date): string => date.toUTCString().replace(/GMT$/u, '+0000');

/**
 * A message file (RFC 5322, MIME) that mail programs open as a draft: without a sender, which is for the
 * mail program to add, and marked as unsent. Throws for a header text that holds a control character:
 * what becomes one was checked before.
 */
export const emlOf = ({ to, subject, text, language, date }: Draft): string => {
  const headers: readonly (readonly [string, string])[] = [
    ['Date', dateLine(date)],
    ...(to === undefined ? [] : ([['To', to]] as const)),
    ['Subject', subject],
    ['X-Unsent', '1'],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', 'quoted-printable'],
    ['Content-Language', language],
  ];
  if (headers.some(([, value]) => /\p{Cc}/u.test(value))) {
    throw new Error('A mail header was built from text that does not belong into one.');
  }
  const head = headers.map(([name, value]) => headerLine(name, value)).join('\r\n');
  const body = text.replace(/\n$/u, '').split('\n').map(quotedLine).join('\r\n');
  return `${head}\r\n\r\n${body}\r\n`;
};
