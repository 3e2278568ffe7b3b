/** Reads a mail file as the RFCs define it, without our code: unfolds headers, decodes encoded words and quoted-printable. */

export interface ReadEml {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** White space between two encoded words is not part of the text (RFC 2047). */
const decodeWords = (value: string): string =>
  value
    .replace(/(\?=)\s+(?==\?)/gu, '$1')
    .replace(/=\?utf-8\?B\?([A-Za-z0-9+/=]*)\?=/giu, (_, word: string) =>
      Buffer.from(word, 'base64').toString('utf8'),
    );

const decodeQuoted = (body: string): string => {
  const joined = body.replace(/=\r\n/gu, '');
  const raw = joined.replace(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return bytesOf(raw).toString('utf8').replaceAll('\r\n', '\n');
};

export const readEml = (eml: string): ReadEml => {
  const end = eml.indexOf('\r\n\r\n');
  const headers = eml
    .slice(0, end)
    .replace(/\r\n(?=[ \t])/gu, '')
    .split('\r\n')
    .map((line): readonly [string, string] => {
      const [name = '', value = ''] = line.split(/: (.*)/su);
      return [name, decodeWords(value)];
    });
  return {
    headers,
    header: (name) => headers.find(([other]) => other === name)?.[1],
    text: decodeQuoted(eml.slice(end + 4)),
  };
};
