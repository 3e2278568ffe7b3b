import { Buffer } from 'node:buffer';

export interface Redactor {
  /** Registers a secret. One with fewer than 6 characters is ignored, because masking it would damage ordinary text. */
  add(secret: string): void;
  /** Replaces every registered secret, in any common encoding, and any 12-character piece of one with `***`. */
  redact(text: string): string;
}

const mask = '***';
const minSecretLength = 6;
const pieceLength = 12;
/** Every 12-character piece contains a whole sample when 6-character samples start at every 7th index. */
const sampleLength = 6;
const sampleStep = pieceLength - sampleLength + 1;

/**
 * Base64 of the secret alone, and at each of the three offsets in a longer encoded text, such as `user:secret`.
 */
const base64Forms = (bytes: Buffer): readonly string[] => {
  const alone = bytes.toString('base64');
  const shifted = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)),
  );
  return [alone, alone.replace(/=+$/, ''), ...shifted];
};

const lowerCasePercents = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

const percentForms = (wellFormed: string): readonly string[] => {
  const loose = encodeURIComponent(wellFormed);
  const strict = loose.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams([['', wellFormed]]).toString().slice(1);
  return [loose, strict, loose.replaceAll('%2F', '/'), form].flatMap((text) => [
    text,
    lowerCasePercents(text),
  ]);
};

const jsonForms = (secret: string): readonly string[] => {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const ascii = escaped.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [escaped, ascii].flatMap((text) => [text, text.replaceAll('/', '\\/')]);
};

const encodedForms = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = base64Forms(bytes);
  const hex = bytes.toString('hex');
  return [
    secret,
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
    // Decoded from the bytes, because encodeURIComponent throws on a lone surrogate.
    ...percentForms(bytes.toString('utf8')),
    ...jsonForms(secret),
  ];
};

interface Sample {
  readonly form: string;
  readonly offset: number;
}

/** Start and end of the text that matches the form around a sample found at `index`. */
const extent = (text: string, index: number, { form, offset }: Sample): readonly [number, number] => {
  let before = 0;
  while (before < Math.min(index, offset) && text[index - before - 1] === form[offset - before - 1])
    before += 1;
  let after = sampleLength;
  while (offset + after < form.length && text[index + after] === form[offset + after]) after += 1;
  return [index - before, index + after];
};

/** A cheap hash of six characters: most positions are skipped without a Map lookup. */
const sieveSize = 1 << 16;
const sieveKey = (text: string, index: number): number =>
  (text.charCodeAt(index) ^
    (text.charCodeAt(index + 1) << 5) ^
    (text.charCodeAt(index + 3) << 9) ^
    (text.charCodeAt(index + 5) << 13)) &
  (sieveSize - 1);

export const createRedactor = (): Redactor => {
  const known = new Set<string>();
  const samples = new Map<string, Sample[]>();
  const sieve = new Uint8Array(sieveSize);

  const longestMatchAt = (text: string, index: number): readonly [number, number] | undefined => {
    let longest: readonly [number, number] | undefined;
    for (const sample of samples.get(text.slice(index, index + sampleLength)) ?? []) {
      const [start, end] = extent(text, index, sample);
      const minLength = Math.min(pieceLength, sample.form.length);
      if (end - start >= minLength && (longest === undefined || end - start > longest[1] - longest[0])) {
        longest = [start, end];
      }
    }
    return longest;
  };

  const maskOnce = (text: string): string => {
    const spans: (readonly [number, number])[] = [];
    for (let index = 0; index + sampleLength <= text.length; index += 1) {
      if (sieve[sieveKey(text, index)] === 0) continue;
      const match = longestMatchAt(text, index);
      if (match === undefined) continue;
      let [start, end] = match;
      // Skip the rest of a long match: an overlapping one that starts before it is found within six
      // characters, and one that extends past it has a sample near its end.
      if (index - start >= sampleLength) index = Math.max(index, end - pieceLength);
      // Matches that overlap or touch share one mask. A later match may start before earlier ones.
      for (let last = spans.at(-1); last !== undefined && last[1] >= start; last = spans.at(-1)) {
        start = Math.min(last[0], start);
        end = Math.max(last[1], end);
        spans.pop();
      }
      spans.push([start, end]);
    }
    const starts = [0, ...spans.map(([, end]) => end)];
    return starts.map((start, index) => text.slice(start, spans[index]?.[0])).join(mask);
  };

  return {
    add(secret) {
      if (secret.length < minSecretLength || known.has(secret)) return;
      known.add(secret);
      for (const form of new Set(encodedForms(secret))) {
        for (let offset = 0; offset + sampleLength <= form.length; offset += sampleStep) {
          const gram = form.slice(offset, offset + sampleLength);
          sieve[sieveKey(gram, 0)] = 1;
          samples.set(gram, [...(samples.get(gram) ?? []), { form, offset }]);
        }
      }
    },
    redact(text) {
      if (samples.size === 0) return text;
      // Repeat until nothing changes: a secret with asterisks could appear again around a mask.
      let before = text;
      let after = maskOnce(text);
      while (after !== before) {
        before = after;
        after = maskOnce(before);
      }
      return after;
    },
  };
};
