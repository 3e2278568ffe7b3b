// Reduces output to what scripts rely on: keys, types, codes and names stay, sentences and what differs between two runs go.

/** Keys whose text is for people. Any other text counts as one when it holds a space. */
const sentenceKeys = new Set(
  'message hint label reason summary about explanation instead description note text warning debug title subject'.split(
    ' ',
  ),
);

/** Keys whose text is compared even where it holds spaces. */
const nameKeys = new Set('operation effect missing basis how code outcome command'.split(' '));

/** Replaces what differs from run to run. */
const maskText = (text, home) =>
  text
    .replaceAll(home, '<home>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?/g, '<time>')
    .replace(/(127\.0\.0\.1|localhost|\[::1\]):\d{2,5}/g, '$1:<port>')
    .replace(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replace(/^[0-9a-f]{8}$/, '<fingerprint>')
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, '<secret>');

const maskNumber = (value, key) => {
  if (key === 'port') return '<port>';
  return value > 1e12 ? '<time>' : value;
};

/** Of words with a command at their end, only the command. */
const commandIn = (text) => /webhook-admin .*/.exec(text)?.[0] ?? '<text>';

/** Makes the functions that reduce the output of one run. `rename` gives the new name of an old value. */
export const createShapes = ({ home, rename }) => {
  const mask = (text) => maskText(rename(text), home);

  const leaf = (value, key) => {
    if (typeof value === 'number') return maskNumber(value, key);
    if (typeof value !== 'string') return value;
    if (key === 'next') return mask(commandIn(value));
    if (nameKeys.has(key)) return mask(value);
    return sentenceKeys.has(key) || /\s/.test(value.trim()) ? '<text>' : mask(value);
  };

  /** A map from the path of each value to what is compared of it. */
  const flatten = (value, path, key, into) => {
    if (Array.isArray(value)) {
      into.set(path, `list of ${value.length}`);
      value.forEach((item, i) => flatten(item, `${path}[${i}]`, key, into));
    } else if (value !== null && typeof value === 'object') {
      if (Object.keys(value).length === 0) into.set(path, '{}');
      for (const [name, item] of Object.entries(value)) flatten(item, `${path}.${mask(name)}`, name, into);
    } else {
      into.set(path, JSON.stringify(leaf(value, key)));
    }
    return into;
  };

  const parse = (text) => {
    try {
      return { value: JSON.parse(text) };
    } catch {
      return undefined;
    }
  };

  /** Lines of cells: names and ids as they are, sentences as such. */
  const lines = (text, path, into) => {
    let last = '';
    let count = 0;
    for (const line of text.trimEnd().split('\n')) {
      const cells = line.split('\t').map((cell) => (/\s/.test(cell.trim()) ? '<text>' : mask(cell.trim())));
      const shown = cells.join(' | ');
      // Sentences may be wrapped elsewhere, and paragraphs split.
      if (cells.length === 1 && (shown === '<text>' || shown === '') && last === '<text>') continue;
      into.set(`${path} line ${(count += 1)}`, shown);
      last = shown;
    }
    return into;
  };

  /** One JSON document, one a line, or text. */
  const output = (text, path, into = new Map()) => {
    if (text.trim() === '') return into.set(path, 'empty');
    const whole = parse(text);
    if (whole !== undefined && typeof whole.value === 'object') return flatten(whole.value, path, '', into);
    const each = text.trimEnd().split('\n').map(parse);
    if (each.some((one) => one === undefined || typeof one.value !== 'object'))
      return lines(text, path, into);
    each.forEach(({ value }, i) => flatten(value, `${path} line ${i + 1}`, '', into));
    return into;
  };

  return { mask, output };
};
