import { describeSetting } from '../../src/commands/core/settings.js';
import { globalOptionRows } from '../../src/commands/core/global-options.js';
import type { HelpPage } from '../../src/commands/core/help-page.js';
import { topics } from '../../src/commands/help/help-topics.js';
import type { TopicBlock } from '../../src/commands/help/topic-blocks.js';
import { configKey } from '../../src/providers/names.js';
import type { ProviderEntry } from '../../src/providers/contract.js';
import { commandTree } from './command-tree.js';

const introduction = `<!-- Written by \`npm run docs\` from the program's own help. Edit the help, not this file. -->

Every command, option, setting, environment variable and exit code of \`webhook-admin\`. The same text is in the program: add \`--help\` to a command, or run \`webhook-admin help TOPIC\`.`;

const escape = (text: string): string => text.replace(/[|*\\]/gu, '\\$&').replaceAll('<', '&lt;');

const code = (text: string): string => (text === '' ? '' : `\`${text.trim().replaceAll('|', '\\|')}\``);

const table = (head: readonly [string, string], rows: readonly (readonly [string, string])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    '| --- | --- |',
    ...rows.map(([term, about]) => `| ${code(term)} | ${escape(about)} |`),
  ].join('\n');

const commandSection = (commandPath: string, page: HelpPage): string =>
  [
    `### ${commandPath}`,
    escape(page.purpose),
    `\`\`\`text\nwebhook-admin ${page.usage}\n\`\`\``,
    ...page.sections
      .filter(({ rows }) => rows.length > 0)
      .map(({ title = 'Options', rows }) => table([title, 'Description'], rows)),
    ...(page.facts ?? []).map(([label, text]) => `**${label}:** ${escape(text)}`),
    ...(page.examples.length === 0
      ? []
      : [`\`\`\`sh\n${page.examples.map((example) => `webhook-admin ${example}`).join('\n')}\n\`\`\``]),
  ].join('\n\n');

const topicBlock = (block: TopicBlock): string => {
  switch (block.kind) {
    case 'paragraph':
      return escape(block.text);
    case 'list':
      return block.items.map((item) => `- ${escape(item)}`).join('\n');
    case 'rows':
      return table([block.title ?? 'Name', 'Description'], block.rows);
  }
};

/** `exit-codes` → `Exit codes`. */
const titleOf = (topic: string): string => {
  const words = topic.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

const configKeys = async (providers: readonly ProviderEntry[]): Promise<string> => {
  const loaded = await Promise.all(providers.map((entry) => entry.load()));
  const rows = loaded.flatMap(({ id, settings }) =>
    Object.entries(settings).flatMap(([key, setting]) =>
      setting.secret === true ? [] : [[configKey(id, key), describeSetting(setting)] as const],
    ),
  );
  return table(['Key', 'Description'], rows);
};

/** The text of `docs/reference.md`, from the help of every command and topic. */
export const reference = async (providers: readonly ProviderEntry[]): Promise<string> => {
  const commands = (await commandTree(providers)).flatMap(({ words, branch }) => {
    const page = branch.helpPage();
    return words.length === 0 || page === undefined ? [] : [commandSection(words.join(' '), page)];
  });
  const topicSections = await Promise.all(
    topics.map(async ({ name, content }) =>
      [`## ${titleOf(name)}`, ...(await content(providers)).map(topicBlock)].join('\n\n'),
    ),
  );
  const contents = [
    'Options of every command',
    'Commands',
    'Settings',
    ...topics.map(({ name }) => titleOf(name)),
  ]
    .map((title) => `- [${title}](#${title.toLowerCase().replaceAll(' ', '-')})`)
    .join('\n');
  const sections = [
    '# Reference',
    introduction,
    contents,
    '## Options of every command',
    table(['Option', 'Description'], globalOptionRows),
    '## Commands',
    ...commands,
    '## Settings',
    'Change them with `webhook-admin config set KEY VALUE`. Each has an environment variable too. Secrets are not settings: see `webhook-admin auth login --help`.',
    await configKeys(providers),
    ...topicSections,
  ];
  return `${sections.join('\n\n')}\n`;
};
