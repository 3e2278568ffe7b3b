import { describe, it } from 'vitest';
import { damages, expectDamageRefused } from '../support/filled-store.js';

const documents = ['config', 'credentials', 'state'] as const;
const all = damages.flatMap(([what, text]) => documents.map((part) => [what, part, text] as const));

describe('a store that cannot be read', () => {
  it.each(all)(
    '%s in %s.json ends every command that needs it with 3, names it, leaves every byte',
    (_, part, text) => expectDamageRefused(part, text),
  );
});
