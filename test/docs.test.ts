import { expect, it } from 'vitest';
import { registry } from '../src/providers/registry.js';
import { reference } from './support/reference.js';

// `npm run docs` runs this file with --update, which writes the reference.
it('docs/reference.md is what the program says about itself', async () => {
  await expect(
    await reference(registry),
    'docs/reference.md is out of date: run `npm run docs`',
  ).toMatchFileSnapshot('../docs/reference.md');
});
