import { configError } from '../../src/errors.js';
import type { Files } from '../../src/world.js';

/** Files in memory: `content` holds what a test put there and what was published. */
export const fakeFiles = (initial: Readonly<Record<string, string>> = {}) => {
  const content = new Map(Object.entries(initial));
  const probe = (path: string, existing: 'refuse' | 'replace'): void => {
    if (existing === 'refuse' && content.has(path)) throw configError(`${path} exists already.`);
  };
  // Async functions, so that what they throw is a rejection, as it is on a machine.
  /* eslint-disable @typescript-eslint/require-await */
  const files: Files = {
    absolute: (path) => (path.startsWith('/') ? path : `/here/${path}`),
    async read(path, maxBytes) {
      const text = content.get(path);
      if (text === undefined) throw configError(`${path} could not be read.`);
      const bytes = new TextEncoder().encode(text);
      if (bytes.length > maxBytes) throw configError(`${path} is too large.`);
      return bytes;
    },
    async readTarget(path) {
      const text = content.get(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    async probeTarget(path, existing) {
      probe(path, existing);
    },
    async publish(path, text, existing) {
      probe(path, existing);
      content.set(path, typeof text === 'string' ? text : new TextDecoder().decode(text));
    },
  };
  /* eslint-enable @typescript-eslint/require-await */
  return { files, content };
};
