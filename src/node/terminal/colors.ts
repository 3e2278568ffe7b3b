import type { Colors } from '../../world.js';

const plain = (text: string): string => text;
const noColor: Colors = { success: plain, failure: plain, warning: plain, dim: plain, bold: plain };

/** chalk ignores NO_COLOR, so the caller decides. It is loaded only when `color` is true. */
export const createColors = async (color: boolean): Promise<Colors> => {
  if (!color) return noColor;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    success: (text) => chalk.green(text),
    failure: (text) => chalk.red(text),
    warning: (text) => chalk.yellow(text),
    dim: (text) => chalk.dim(text),
    bold: (text) => chalk.bold(text),
  };
};
