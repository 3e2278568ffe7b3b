/** Writes a JSON document with one list, entry by entry: `{"key":[…]}` and a line end. The fields of `more` follow the list. */
export interface EntryList {
  /** Writes an entry, a JSON text, after those before it. Rejects as the stream does. */
  add(entry: string): Promise<void>;
  /** Whether an entry was added. */
  hasEntries(): boolean;
  /** Closes the document. Entries added later are ignored. */
  end(): Promise<void>;
}

export const entryList = (
  key: string,
  write: (text: string) => Promise<void>,
  more: Readonly<Record<string, boolean>> = {},
): EntryList => {
  // A write that fails rejects all later ones, so that nothing is written after a gap.
  let written: Promise<void> = Promise.resolve();
  let entries = 0;
  let ended = false;
  const append = (text: string): Promise<void> => (written = written.then(() => write(text)));
  const start = `{${JSON.stringify(key)}:[`;
  return {
    async add(entry) {
      if (ended) return;
      entries += 1;
      await append(`${entries === 1 ? start : ',\n'}${entry}`);
    },
    hasEntries: () => entries > 0,
    async end() {
      if (ended) return;
      ended = true;
      const fields = Object.entries(more).map(([name, value]) => `,${JSON.stringify(name)}:${String(value)}`);
      await append(`${entries === 0 ? start : ''}]${fields.join('')}}\n`);
    },
  };
};
