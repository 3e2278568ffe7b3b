import { Buffer } from 'node:buffer';

export interface Redactor {
  /** Makes a secret known. Under 6 characters it is ignored: masking it would shred ordinary text. */
  add(secret: string): void;
  /** The text with `***` for every known secret, in any common encoding, and for any 12-character piece of one. */
  redact(text: string): string;
}

const mask = '***';
const shortestSecret = 6;
const pieceLength = 12;
/** Every piece of 12 holds a whole sample when samples of 6 start at every 7th place. */
const sampleLength = 6;
const sampleStep = pieceLength - sampleLength + 1;

/**
 * Base64 of the secret alone, and the characters it gives at each of the three places
 * where it can stand in a longer encoded text, such as `user:secret`.
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

const lowerPercents = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

const percentForms = (wellFormed: string): readonly string[] => {
  const loose = encodeURIComponent(wellFormed);
  const strict = loose.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams([['', wellFormed]]).toString().slice(1);
  return [loose, strict, loose.replaceAll('%2F', '/'), form].flatMap((text) => [text, lowerPercents(text)]);
};

const jsonForms = (secret: string): readonly string[] => {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const ascii = escaped.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [escaped, ascii].flatMap((text) => [text, text.replaceAll('/', '\\/')]);
};

const formsOf = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = base64Forms(bytes);
  const hex = bytes.toString('hex');
  return [
    secret,
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
    // By way of the bytes, since encodeURIComponent throws on half a surrogate pair.
    ...percentForms(bytes.toString('utf8')),
    ...jsonForms(secret),
  ];
};

interface Sample {
  readonly form: string;
  readonly offset: number;
}

/** Start and end in the text of what agrees with the form around a sample found at `place`. */
const extent = (text: string, place: number, { form, offset }: Sample): readonly [number, number] => {
  let before = 0;
  while (before < Math.min(place, offset) && text[place - before - 1] === form[offset - before - 1])
    before += 1;
  let after = sampleLength;
  while (offset + after < form.length && text[place + after] === form[offset + after]) after += 1;
  return [place - before, place + after];
};

/** A cheap number of six characters, so that most places in a text are passed over without a look-up. */
const sieveSize = 1 << 16;
const sieveKey = (text: string, place: number): number =>
  (text.charCodeAt(place) ^
    (text.charCodeAt(place + 1) << 5) ^
    (text.charCodeAt(place + 3) << 9) ^
    (text.charCodeAt(place + 5) << 13)) &
  (sieveSize - 1);

/** Knows secrets and keeps them out of text. Nothing known yet. */
export const createRedactor = (): Redactor => {
  const known = new Set<string>();
  const samples = new Map<string, Sample[]>();
  const sieve = new Uint8Array(sieveSize);

  const longestAt = (text: string, place: number): readonly [number, number] | undefined => {
    let longest: readonly [number, number] | undefined;
    for (const sample of samples.get(text.slice(place, place + sampleLength)) ?? []) {
      const [start, end] = extent(text, place, sample);
      const enough = Math.min(pieceLength, sample.form.length);
      if (end - start >= enough && (longest === undefined || end - start > longest[1] - longest[0])) {
        longest = [start, end];
      }
    }
    return longest;
  };

  const maskOnce = (text: string): string => {
    const spans: (readonly [number, number])[] = [];
    for (let place = 0; place + sampleLength <= text.length; place += 1) {
      if (sieve[sieveKey(text, place)] === 0) continue;
      const found = longestAt(text, place);
      if (found === undefined) continue;
      let [start, end] = found;
      // The rest of a long find needs no look: what begins before it shows within six places,
      // what runs on behind it holds a sample near its end.
      if (place - start >= sampleLength) place = Math.max(place, end - pieceLength);
      // Pieces that overlap or touch share one mask; a later find may begin before earlier ones.
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
      if (secret.length < shortestSecret || known.has(secret)) return;
      known.add(secret);
      for (const form of new Set(formsOf(secret))) {
        for (let offset = 0; offset + sampleLength <= form.length; offset += sampleStep) {
          const gram = form.slice(offset, offset + sampleLength);
          sieve[sieveKey(gram, 0)] = 1;
          samples.set(gram, [...(samples.get(gram) ?? []), { form, offset }]);
        }
      }
    },
    redact(text) {
      if (samples.size === 0) return text;
      // Until nothing changes: a secret that holds asterisks could be whole again around a mask.
      let before = text;
      let clean = maskOnce(text);
      while (clean !== before) {
        before = clean;
        clean = maskOnce(before);
      }
      return clean;
    },
  };
};
