import { shellWord } from '../../errors.js';
import type { OutputMode } from '../../output/console.js';

/** A profile name, or a folder; anything else behind these options may be a secret in the wrong place. */
const repeatable: Readonly<Record<string, RegExp>> = {
  '-p': /^[a-z0-9][a-z0-9_-]{0,62}$/u,
  '--profile': /^[a-z0-9][a-z0-9_-]{0,62}$/u,
  '--config-dir': /[./\\]/u,
};

const accountOption = (option: string, value: string | undefined): readonly string[] =>
  value !== undefined && repeatable[option]?.test(value) === true ? [`${option} ${shellWord(value)}`] : [];

/** `--sandbox`, `--profile NAME` and `--config-dir DIR` as they were typed: a next command needs them too. */
const accountWords = (words: readonly string[]): readonly string[] =>
  words.flatMap((word, index) => {
    if (word === '--sandbox') return [word];
    const [option = '', ...value] = word.split('=');
    if (!Object.hasOwn(repeatable, option)) return [];
    return accountOption(option, value.length > 0 ? value.join('=') : words[index + 1]);
  });

/** Whether a flag is among the words, also within a cluster such as `-yq`. */
const has = (words: readonly string[], long: string, short?: string): boolean =>
  words.some(
    (word) => word === long || (short !== undefined && new RegExp(`^-[a-oq-z]*${short}`, 'u').test(word)),
  );

/** How to speak, from the bare words: errors follow it before the options are read. */
export const outputModeFromArgv = (argv: readonly string[]): OutputMode => {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  return {
    json: has(words, '--json'),
    quiet: has(words, '--quiet', 'q'),
    debug: has(words, '--debug'),
    color: !has(words, '--no-color'),
    accountWords: accountWords(words),
  };
};
