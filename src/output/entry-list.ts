/** A JSON document that holds one list, written entry by entry: `{"key":[…]}` and a line end; `more` stands behind the list. */
export interface EntryList {
  /** Resolves when the entry, a JSON text, was written; in order, one at a time. Rejects as the stream does. */
  add(entry: string): Promise<void>;
  /** Whether an entry was written or is about to be. */
  begun(): boolean;
  /** Closes the document; what is added from then on is not written. */
  end(): Promise<void>;
}

export const entryList = (
  key: string,
  write: (text: string) => Promise<void>,
  more: Readonly<Record<string, boolean>> = {},
): EntryList => {
  // A link of this chain that failed fails all after it: nothing is written behind a gap.
  let written: Promise<void> = Promise.resolve();
  let entries = 0;
  let ended = false;
  const inTurn = (text: string): Promise<void> => (written = written.then(() => write(text)));
  const head = `{${JSON.stringify(key)}:[`;
  return {
    async add(entry) {
      if (ended) return;
      entries += 1;
      await inTurn(`${entries === 1 ? head : ',\n'}${entry}`);
    },
    begun: () => entries > 0,
    async end() {
      if (ended) return;
      ended = true;
      const rest = Object.entries(more).map(([name, value]) => `,${JSON.stringify(name)}:${String(value)}`);
      await inTurn(`${entries === 0 ? head : ''}]${rest.join('')}}\n`);
    },
  };
};
