import type { Paint } from '../../world.js';

const plain = (text: string): string => text;
const noColour: Paint = { done: plain, failed: plain, look: plain, dim: plain, bold: plain };

/** chalk does not know NO_COLOR, so the decision is made by the caller; it is loaded only for a yes. */
export const paint = async (colour: boolean): Promise<Paint> => {
  if (!colour) return noColour;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    done: (text) => chalk.green(text),
    failed: (text) => chalk.red(text),
    look: (text) => chalk.yellow(text),
    dim: (text) => chalk.dim(text),
    bold: (text) => chalk.bold(text),
  };
};
