// Reads the command tree of a built program through its help pages: what can be typed, not how it is described.
import { runProgram } from './run-program.mjs';

const kindOf = (head) => {
  if (/^(?:-\w, )?--/.test(head)) return 'option';
  if (/^[A-Z][A-Z0-9_]+\b/.test(head)) return 'placeholder or variable';
  if (/^[a-z][a-z-]*(?: [a-z-]+)*(?: [[A-Z-].*)?$/.test(head)) return 'command';
  if (/^[\w-]+[./][\w./-]*$/.test(head)) return 'key or file';
  // A word of the text, such as a label.
  return undefined;
};

/** The first column of every list of the page. */
const headsOf = (text) =>
  text.split('\n').flatMap((line) => {
    const head = /^(?: {2}| {6}(?=--))(\S.*?)(?: {2,}.*)?$/.exec(line)?.[1];
    if (head === undefined || head.startsWith('webhook-admin ')) return [];
    const kind = kindOf(head);
    return kind === undefined ? [] : [{ kind, head }];
  });

/** The numbers of the fact "Exit", whose line may be wrapped. */
const exitCodesOf = (text) => {
  const line = /^Exit[a-z ]*? {2,}(.*(?:\n {2,}.*)*)/m.exec(text)?.[1] ?? '';
  return line
    .replace(/\s+/g, ' ')
    .split(' · ')
    .flatMap((part) => /^\d+/.exec(part) ?? []);
};

const usageOf = (text) => /^Usage: webhook-admin ?(.*)$/m.exec(text)?.[1];

/** Calls and settings, which carry the name of their provider. */
const dottedNamesOf = (text) => text.match(/(?<![\w./-])(?:amani|credas|emptor|keyclic)\.[\w.-]*\w/g) ?? [];

/** All facts of one page as texts, each with its kind before it. */
const factsOf = (text) => {
  const usage = usageOf(text);
  return new Set([
    ...(usage === undefined ? [] : [`usage: ${usage}`]),
    ...headsOf(text).map(({ kind, head }) => `${kind}: ${head}`),
    ...exitCodesOf(text).map((code) => `exit code: ${code}`),
    ...dottedNamesOf(text).map((name) => `name: ${name}`),
    ...[...text.matchAll(/^ {2,6}(\d+) {2}([a-z-]+)/gm)].map(
      ([, code, name]) => `exit code: ${code} ${name}`,
    ),
  ]);
};

const commandsIn = (text) =>
  headsOf(text).flatMap(({ kind, head }) =>
    kind === 'command' ? [head.split(' ').filter((word) => /^[a-z]/.test(word))] : [],
  );

const topicsIn = (text) =>
  /help (environment[\s\S]*)$/
    .exec(text)?.[1]
    .split('|')
    .map((topic) => topic.trim())
    .filter((topic) => /^[a-z-]+$/.test(topic)) ?? [];

/** Every page of the program: its command line to the set of its facts. */
export const readHelpPages = async (build, home) => {
  const pages = new Map();
  const read = async (argv) => (await runProgram(build, argv, { home })).stdout;
  const root = await read(['--help']);
  pages.set('--help', factsOf(root));
  const tried = new Set();
  const queue = commandsIn(root);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const command = path.join(' ');
    if (tried.has(command)) continue;
    tried.add(command);
    const text = await read([...path, '--help']);
    if (usageOf(text)?.startsWith(command) !== true) continue;
    pages.set(command, factsOf(text));
    // A list may name a group and its command at once: "token get".
    const below = commandsIn(text).flatMap((words) => words.map((_, i) => words.slice(0, i + 1)));
    const parents = new Set(path);
    for (const words of below) {
      queue.push([...path, ...words]);
      if (parents.has(words[0])) queue.push([...path.slice(0, path.indexOf(words[0])), ...words]);
    }
  }
  for (const topic of topicsIn(root)) pages.set(`help ${topic}`, factsOf(await read(['help', topic])));
  return pages;
};

/** What one build shows and the other does not, as differences. */
export const comparePages = (old, next) => {
  const differences = [];
  const add = (where, what) => differences.push({ group: 'help pages', where, what });
  for (const command of new Set([...old.keys(), ...next.keys()])) {
    const [before, after] = [old.get(command), next.get(command)];
    if (before === undefined) add(command, 'command is new');
    else if (after === undefined) add(command, 'command is gone');
    else {
      for (const fact of before) if (!after.has(fact)) add(command, `gone: ${fact}`);
      for (const fact of after) if (!before.has(fact)) add(command, `new: ${fact}`);
    }
  }
  return differences;
};

export const countOptions = (pages) =>
  [...pages.values()].flatMap((facts) => [...facts].filter((fact) => fact.startsWith('option: '))).length;
