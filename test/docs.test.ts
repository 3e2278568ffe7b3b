import { describe, expect, it } from 'vitest';
import { exitCodes } from '../src/errors.js';
import { variableName } from '../src/providers/names.js';
import { registry } from '../src/providers/registry.js';
import { commandTree } from './support/command-tree.js';
import { acmeEntry } from './support/acme.js';
import { reference } from './support/reference.js';

describe('docs/reference.md', () => {
  // `npm run docs` runs this file with --update, which writes the reference.
  it('is what the program says about itself', async () => {
    await expect(
      await reference(registry),
      'docs/reference.md is out of date: run `npm run docs`',
    ).toMatchFileSnapshot('../docs/reference.md');
  });

  it('has every command, exit code and variable of a provider', async () => {
    const text = await reference(registry);
    for (const { words } of await commandTree())
      if (words.length > 0) expect(text).toContain(`\n### ${words.join(' ')}\n`);
    for (const [name, code] of Object.entries(exitCodes))
      expect(text).toMatch(new RegExp(`^\\| \`${String(code)} +${name}\` \\|`, 'mu'));
    for (const { id, settings } of await Promise.all(registry.map((entry) => entry.load())))
      for (const [key, { secret }] of Object.entries(settings)) {
        expect(text).toContain(`| \`${variableName(id, key)}\` |`);
        if (secret === true) expect(text).toContain(`| \`${variableName(id, key)}_FILE\` |`);
      }
  });

  it('includes a provider as soon as the registry lists it', async () => {
    const text = await reference([...registry, acmeEntry]);
    expect(text).toContain('\n### acme create\n');
    expect(text).toContain('| `WEBHOOK_ADMIN_ACME_');
  });
});
