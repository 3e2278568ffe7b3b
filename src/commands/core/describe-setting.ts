import type { Setting } from '../../providers/contract.js';

/** What a setting is, with its default, how sure that is, and what its words stand for. */
export const describeSetting = ({ about, default: preset, basis, aliases: words = {} }: Setting): string => {
  const facts = [
    ...(preset === undefined ? [] : [`default ${preset}${basis === 'assumed' ? ', assumed' : ''}`]),
    ...Object.entries(words).map(([word, value]) => `${word}: ${value}`),
  ];
  return facts.length === 0 ? about : `${about} (${facts.join('; ')})`;
};
