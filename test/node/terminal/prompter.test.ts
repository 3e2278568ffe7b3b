import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../support/terminal.js';
import { bundle } from '../child-process.js';
import { scriptInTerminal } from './terminal-parts.js';

let modules = '';
beforeAll(async () => {
  modules = await bundle('terminal/prompter');
});
afterAll(() => rm(modules, { recursive: true, force: true }));

const asking = (question: string): string => `
  const { terminalPrompter } = require(modules + '/prompter.js');
  const check = (value) => (/^[a-z]+$/.test(value) ? undefined : 'Only a to z.');
  terminalPrompter(new AbortController().signal).text(${question})
    .then((answer) => console.log('answer ' + JSON.stringify(answer)));`;

describe('a text question', () => {
  it('accepts an empty answer when it is optional, and validates any other', async () => {
    const terminal = await scriptInTerminal(
      modules,
      asking(`{ message: 'Contact?', validate: check, optional: true }`),
    );
    await terminal.waitFor('Contact?');
    terminal.type(`9${keys.enter}`);
    await terminal.waitFor('Only a to z.');
    terminal.type(`\u007f${keys.enter}`);
    await terminal.waitFor('answer ""');
    expect((await terminal.finished).code).toBe(0);
  });

  it('requires an answer when it is not optional', async () => {
    const terminal = await scriptInTerminal(modules, asking(`{ message: 'Contact?' }`));
    await terminal.waitFor('Contact?');
    terminal.type(keys.enter);
    await terminal.waitFor('An answer is required.');
    terminal.type(`ann${keys.enter}`);
    await terminal.waitFor('answer "ann"');
    expect((await terminal.finished).code).toBe(0);
  });
});
