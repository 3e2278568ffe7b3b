import { createConsole, type OutputMode } from '../../src/output/console.js';
import type { Outcome } from '../../src/output/outcome.js';
import { createRedactor } from '../../src/output/redact.js';
import type { World } from '../../src/world.js';
import { fakeWorld, type FakeWorldOptions } from '../support/fake-world.js';

/** Known to the console that `open` makes. */
export const secret = 'Zq7user.Kx93token.Wv51vfuL08';

/** A console over a made-up world, and what it wrote. */
export const open = (
  mode: Partial<OutputMode> = {},
  options: FakeWorldOptions = {},
  changes: Partial<World> = {},
) => {
  const { world, stdout, stderr } = fakeWorld(options);
  const redactor = createRedactor();
  redactor.add(secret);
  const console = createConsole(
    { ...world, ...changes },
    { json: false, quiet: false, debug: false, color: true, accountOptions: [], ...mode },
    redactor,
  );
  return { console, stdout, stderr };
};

/** One of every word that an outcome can say. */
export const outcome: Outcome = {
  data: { url: 'https://a.test' },
  view: { kind: 'fields', fields: [{ key: 'url', value: 'https://a.test', label: 'Address' }] },
  headline: 'Amani delivers',
  notes: ['A note'],
  next: 'do this: webhook-admin amani show',
};
