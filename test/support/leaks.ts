const pieceLength = 12;

const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const ascii = (text: string): string =>
  text.replaceAll(/[^ -~]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The characters that a text gives inside longer base64, at each of the three places it can stand there. */
const base64Inside = (text: string, encoding: 'base64' | 'base64url'): readonly string[] =>
  [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const encoded = bytes.toString(encoding).replace(/=+$/u, '');
    // The characters at both ends also hold bits of what stands around.
    return encoded.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
  });

const formsOf = (secret: string): readonly string[] => {
  const hex = Buffer.from(secret).toString('hex');
  const percent = encodeURIComponent(secret);
  return [
    secret,
    jsonEscaped(secret),
    jsonEscaped(jsonEscaped(secret)),
    ascii(secret),
    ascii(jsonEscaped(secret)),
    percent,
    percent.replaceAll(/%../gu, (code) => code.toLowerCase()),
    hex,
    hex.toUpperCase(),
    ...base64Inside(secret, 'base64'),
    ...base64Inside(secret, 'base64url'),
  ];
};

export interface LeakOracle {
  /**
   * Names of the secrets of which a piece of twelve characters, in any form, is in the text. A form
   * that is shorter is found as a whole.
   */
  readonly leaks: (text: string, allowed?: readonly string[]) => readonly string[];
}

/** Knows the secrets of a test by name. Written without a look at the redactor, which it judges. */
export const leakOracle = (
  secrets: Readonly<Record<string, string>>,
  { anyCase = false } = {},
): LeakOracle => {
  const folded = (text: string): string => (anyCase ? text.toLowerCase() : text);
  /** Pieces by their length, each with the name of its secret. */
  const owners = new Map<number, Map<string, string>>();
  for (const [name, secret] of Object.entries(secrets)) {
    for (const form of formsOf(secret).map(folded)) {
      const length = Math.min(pieceLength, form.length);
      const pieces = owners.get(length) ?? new Map<string, string>();
      owners.set(length, pieces);
      for (let at = 0; at + length <= form.length; at += 1) pieces.set(form.slice(at, at + length), name);
    }
  }
  return {
    leaks(text, allowed = []) {
      const searched = folded(text);
      const found = new Set<string>();
      for (const [length, pieces] of owners) {
        for (let at = 0; at + length <= searched.length; at += 1) {
          const owner = pieces.get(searched.slice(at, at + length));
          if (owner !== undefined && !allowed.includes(owner)) found.add(owner);
        }
      }
      return [...found];
    },
  };
};
