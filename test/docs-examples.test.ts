import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { globalOptionRows } from '../src/commands/core/global-options.js';
import { isAbsent } from '../src/providers/contract.js';
import { main } from '../src/main.js';
import { registry } from '../src/providers/registry.js';
import { commandTree, type Node } from './support/command-tree.js';
import { fakeWorld } from './support/fake-world.js';
import { errorIn, runMain } from './support/run-main.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

/** Pages whose commands a user types; the reference and the page for providers have tests of their own. */
const userPages = pages.filter((page) => !/\/(?:reference|add-a-provider|code-tour)\.md$/u.test(page));

const blocks = (page: string, language: string): readonly string[] =>
  [...read(page).matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gsu'))].map(([, code = '']) => code);

/** The arguments up to a pipe, a redirection, the next command or a comment. */
const argumentsOf = (line: string): string => line.split(/ (?:\||\|\||&&|>|2>|#)(?: |$)/u)[0] ?? line;

/** The commands of the page's shell blocks, without the program's name. */
const shellCommands = (page: string): readonly string[] =>
  blocks(page, 'sh').flatMap((block) =>
    [...block.replaceAll('\\\n', ' ').matchAll(/^ *webhook-admin (.+)$/gmu)].map(([, line = '']) =>
      argumentsOf(line).trim(),
    ),
  );

/** The commands that the page shows in transcripts and in its text. */
const mentionedCommands = (page: string): readonly string[] => {
  const transcripts = blocks(page, 'text').flatMap((block) =>
    [...block.matchAll(/^\$ webhook-admin (.+)$/gmu)].map(([, line = '']) => argumentsOf(line)),
  );
  const inline = [...read(page).matchAll(/`webhook-admin ([^`\n]+)`/gu)].map(([, line = '']) => line);
  return [...transcripts, ...inline, ...shellCommands(page)];
};

/** Without ids, fingerprints and ports, which differ each time. */
const withoutIds = (line: string): string =>
  line.replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f-]{27})?\b|:\d{4,5}\b/gu, '#').trimEnd();

const words = (line: string): readonly string[] => line.split(' ').filter((word) => word !== '');

let tree: readonly Node[] = [];
let files: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  tree = await commandTree();
  files = await exampleFiles();
});

/** The files that the sandboxes' own stories use, and those that the pages name. */
const exampleFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const found: Record<string, string> = {
    'person.json': '{"document_id":"12345678"}',
    'delivery.json': JSON.stringify({
      ProcessId: '1e144e85-f45b-4ae3-8915-ae2826ea1e55',
      ClientId: '5a4d8b00-c11e-4000-8000-000000000000',
      Status: 2,
      StatusDescription: 'complete',
    }),
    'keyclic-delivery.json': JSON.stringify({
      event: 'reportCreated',
      payload: { type: 'REPORT', id: 'b0e7e28f-0000-4000-8000-000000000001', state: 'NEW' },
    }),
  };
  for (const entry of registry) {
    const { access, capabilities } = await entry.load();
    if (isAbsent(capabilities.sandbox)) continue;
    const { credentials, resultsDemo } = await capabilities.sandbox[0].load();
    found[`/run/secrets/${entry.id}`] = credentials[access.credential] ?? '';
    Object.assign(found, resultsDemo?.files);
  }
  return found;
};

const globalOptions = globalOptionRows.flatMap(([typed]) =>
  [...typed.matchAll(/--?[a-zA-Z-]+/gu)].map(([option]) => option),
);

/** What the command line names that the program does not have. */
const unknownIn = (line: string): readonly string[] => {
  const typed = words(line);
  const nameCount = typed.findIndex((word) => !/^[a-z][a-z-]*$/u.test(word));
  const names = nameCount === -1 ? typed : typed.slice(0, nameCount);
  const node = tree
    .filter(({ words: commandPath }) => commandPath.every((word, index) => names[index] === word))
    .sort((a, b) => b.words.length - a.words.length)[0];
  if (node === undefined) return [line];
  const next = names[node.words.length];
  const known = [...globalOptions, ...node.branch.options.flatMap(({ long }) => (long ? [long] : []))];
  return [
    ...(next !== undefined && node.branch.commands.length > 0 ? [next] : []),
    ...typed.filter(
      (word) => word.startsWith('-') && word !== '-' && !known.includes(word.split('=')[0] ?? ''),
    ),
  ];
};

describe.each(userPages)('%s', (page) => {
  it('names commands and options that the program has', () => {
    const unknown = mentionedCommands(page).flatMap((line) =>
      unknownIn(line).map((name) => `${name} in: ${line}`),
    );
    expect(unknown).toEqual([]);
  });

  it('shows shell commands that run as they are', async () => {
    const on = fakeWorld({ files });
    // What `init` does in a terminal.
    await runMain('amani create --url https://hooks.example.com/init --all-events --sandbox', { on });
    for (const line of shellCommands(page)) {
      // A server runs until it is stopped, and the demo has tests of its own.
      if (/^(?:sandbox|demo)\b/u.test(line)) continue;
      const run = await runMain(`${line} --sandbox --json`, { on });
      // Nothing comes in through standard input here.
      if (words(line).includes('-') || line.includes('-stdin')) continue;
      expect([1, 3], `${line}: ${run.stderr}`).not.toContain(run.code);
      // A terminal would ask for what is missing. Nothing else may be wrong.
      if (run.code === 2)
        expect(errorIn(run)['message'], line).toMatch(/^(?:Missing: |Confirmation required)/u);
    }
  });
});

describe.each(pages)('%s', (page) => {
  it('links to pages that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/gu)].map(
      ([, target = '']) => target,
    );
    const missing = links.filter((target) => !existsSync(path.join(root, path.dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it('names files that exist', () => {
    const named = [...read(page).matchAll(/`((?:src|test|bin|bench|docs|scripts)\/[^`\s]*)`/gu)]
      .map(([, place = '']) => place)
      .filter((place) => !place.includes('acme') && !place.includes('…'));
    expect(named.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
  });
});

describe('README.md', () => {
  it('begins with the two commands that a newcomer types', () => {
    const [first, second] = blocks('README.md', 'sh').map((block) => block.trim());
    expect([first, second]).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  });

  it('shows lines that the demo prints', async () => {
    const demo = fakeWorld({ terminal: true });
    expect(await main(['demo'], demo.world, registry)).toBe(0);
    // The stream of messages and that of data are one on a terminal, but two here.
    const printed = `${demo.stdout()}\n${demo.stderr()}`.split('\n').map(withoutIds);
    const shown = (blocks('README.md', 'text')[0] ?? '').split('\n').filter((line) => line !== '');
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.map(withoutIds).filter((line) => !printed.includes(line))).toEqual([]);
  });

  it('links to every page for users', () => {
    for (const page of userPages.filter((name) => name.startsWith('docs/')))
      expect(read('README.md')).toContain(`(${page})`);
  });
});

describe('docs/code-tour.md', () => {
  it('follows a command through at most 28 files, each named once', () => {
    const files = [...read('docs/code-tour.md').matchAll(/^\d+\. `((?:src|bin)\/[^`]+)`/gmu)].map(
      ([, file]) => file,
    );
    expect(files.length).toBeGreaterThan(20);
    expect(files.length).toBeLessThanOrEqual(28);
    expect(new Set(files).size).toBe(files.length);
  });
});
