const pieceLength = 12;

const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1);

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
    percent,
    percent.replaceAll(/%../gu, (code) => code.toLowerCase()),
    hex,
    hex.toUpperCase(),
    ...base64Inside(secret, 'base64'),
    ...base64Inside(secret, 'base64url'),
  ];
};

export interface LeakOracle {
  /** Names of the secrets of which a piece of twelve characters, in any form, is in the text. */
  readonly leaks: (text: string, allowed?: readonly string[]) => readonly string[];
}

/** Knows the secrets of a test by name. Written without a look at the redactor, which it judges. */
export const leakOracle = (secrets: Readonly<Record<string, string>>): LeakOracle => {
  const owners = new Map<string, string>();
  for (const [name, secret] of Object.entries(secrets)) {
    for (const form of formsOf(secret)) {
      for (let at = 0; at + pieceLength <= form.length; at += 1)
        owners.set(form.slice(at, at + pieceLength), name);
    }
  }
  return {
    leaks(text, allowed = []) {
      const found = new Set<string>();
      for (let at = 0; at + pieceLength <= text.length; at += 1) {
        const owner = owners.get(text.slice(at, at + pieceLength));
        if (owner !== undefined && !allowed.includes(owner)) found.add(owner);
      }
      return [...found];
    },
  };
};
