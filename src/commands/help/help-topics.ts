import { variableName } from '../../providers/names.js';
import { exitCodes, type ExitName } from '../../errors.js';
import type { Provider, ProviderEntry } from '../../providers/contract.js';
import { exitMeanings } from '../core/exit-descriptions.js';
import { describeSetting } from '../core/settings.js';
import { list, paragraph, rows, type TopicBlock, type TopicRow } from './topic-blocks.js';

export interface Topic {
  readonly name: string;
  readonly about: string;
  /** Loads the providers where the topic covers them. */
  readonly content: (providers: readonly ProviderEntry[]) => Promise<readonly TopicBlock[]>;
}

const fixed =
  (...blocks: readonly TopicBlock[]) =>
  (): Promise<readonly TopicBlock[]> =>
    Promise.resolve(blocks);

const settingRows = (provider: Provider): readonly TopicRow[] =>
  Object.entries(provider.settings).flatMap(([key, setting]) => {
    const variable = variableName(provider.id, key);
    const row = [variable, describeSetting(setting)] as const;
    return setting.secret === true ? [row, [`${variable}_FILE`, 'The same, from a file'] as const] : [row];
  });

const environment = async (providers: readonly ProviderEntry[]): Promise<readonly TopicBlock[]> => {
  const loaded = await Promise.all(providers.map((entry) => entry.load()));
  return [
    paragraph(
      'Environment variables. An option wins over a variable, a variable over the profile, the profile over the default: webhook-admin config list --show-origin. A variable that is set but empty is an error. A secret from a variable is used and never stored. With --sandbox only options and the settings of the sandbox itself count: webhook-admin config set KEY VALUE --sandbox.',
    ),
    rows(
      [
        ['WEBHOOK_ADMIN_PROFILE', 'The profile to use'],
        ['WEBHOOK_ADMIN_CONFIG_DIR', 'Settings folder; an absolute path'],
        ['WEBHOOK_ADMIN_DATA_DIR', 'Data folder; an absolute path'],
        ['WEBHOOK_ADMIN_NO_INPUT', 'Never prompt, like --no-input'],
        ['WEBHOOK_ADMIN_TIMEOUT', 'Time limit for one call, for example 30s'],
      ],
      'For every command',
    ),
    ...loaded.map((provider) => rows(settingRows(provider), provider.name)),
    rows(
      [
        ['CI', 'Never prompt, unless it is 0 or false'],
        ['NO_COLOR, FORCE_COLOR', 'Turn colors off or on'],
        ['HTTPS_PROXY, NO_PROXY', 'Proxy for https calls; loopback is never proxied'],
        ['NODE_EXTRA_CA_CERTS', 'Additional certificate authorities, as with --ca-file'],
      ],
      'Shared with other programs',
    ),
  ];
};

const exitRows = (Object.keys(exitCodes) as ExitName[]).map(
  (name) => [`${String(exitCodes[name]).padStart(3)}  ${name}`, exitMeanings[name]] as const,
);

/** The pages of `help TOPIC`. */
export const topics: readonly Topic[] = [
  { name: 'environment', about: 'Environment variables and their precedence', content: environment },
  {
    name: 'exit-codes',
    about: 'What each exit code means',
    content: fixed(
      paragraph('Exit codes. With --json the error on stderr carries the same name as "code".'),
      rows(exitRows),
      paragraph(
        '5 means that nothing changed and it is safe to run the same command again. 11 means that something changed, or may have changed: stdout has what is known (nothing if the response was lost), and the error on stderr says what to do next.',
      ),
    ),
  },
  {
    name: 'output',
    about: 'Output on a terminal, in a pipe and as JSON',
    content: fixed(
      paragraph('Output. Data goes to stdout, messages go to stderr.'),
      rows([
        ['Terminal', 'aligned tables with a header, colors, relative times'],
        [
          'Piped',
          'no header, tab-separated cells, nothing truncated, no color; a single object is one key<TAB>value line per field',
        ],
        [
          '--json',
          'exactly one JSON document on stdout (one per line for streams); stderr has JSON lines only: {"warning":…} and, last, {"error":…}',
        ],
        ['--quiet', 'data only'],
        ['--debug', 'each call on stderr: method, address, status, time; no headers, no bodies'],
      ]),
      paragraph(
        'Text from outside cannot control your terminal: control characters are shown as \\u{…}, in JSON as \\uXXXX. Every write is checked: a full disk never ends with exit code 0.',
      ),
      paragraph(
        'A fingerprint is the first 8 hex digits of the secret\'s HMAC-SHA256 with the key "webhook-admin": the same on every machine, and none for a secret shorter than 16 characters.',
      ),
    ),
  },
  {
    name: 'files',
    about: 'Files on this machine, and where they are',
    content: fixed(
      paragraph('Files, each 0600 in a folder of 0700. Where: webhook-admin config path'),
      rows([
        ['config.json', 'settings of each profile; no secrets'],
        ['credentials.json', 'secrets, in plain text, readable only by you'],
        ['state.json', 'what providers last confirmed; no secrets'],
        ['journal/', 'unfinished rotations; resolved by token recover'],
        ['sandbox/', 'everything of --sandbox, in the data folder'],
      ]),
      paragraph(
        "A file that is a link, belongs to another user or has unexpected content is refused and never overwritten. Commands that run at the same time do not lose each other's changes. Nothing is read from the current directory unless an option names it.",
      ),
    ),
  },
  {
    name: 'security',
    about: 'What is guaranteed, and what is not',
    content: fixed(
      paragraph('Security. What is guaranteed:'),
      list([
        'No option takes a secret as its value: they come from a hidden prompt, from standard input, from a file or from the environment.',
        'A secret is printed only with --reveal. Errors, --debug and JSON never contain one.',
        'A stored credential is sent to the address it was stored with, and nowhere else. Redirects are never followed. https with verified certificates, except on loopback.',
        'A rotation sends exactly one call that changes the secret, and loses nothing when it is interrupted: token recover resolves it.',
        'No telemetry: calls go to the providers you configured, and nowhere else.',
      ]),
      paragraph('What is not:'),
      list([
        'Protection from other programs that run as you, from root, from terminal recorders, or of what Node itself prints when NODE_DEBUG is set.',
        'Encryption: secrets are stored in plain text, in files only you can read. There is no keyring in this version.',
      ]),
    ),
  },
  {
    name: 'capabilities',
    about: 'What providers support, and on what basis',
    content: fixed(
      paragraph(
        'Capabilities. Every provider declares the same capabilities: events, registration, secret, rotation, results, verification, delivery, samples, sandbox, plan. See them all with webhook-admin providers, or one provider with webhook-admin providers PROVIDER.',
      ),
      rows([
        ['documented', "in the vendor's documentation"],
        ['observed', 'seen to work'],
        ['assumed', 'our assumption: help and output mark it wherever it is used'],
      ]),
      paragraph(
        'What a provider\'s API does not offer is listed under "Not offered" in its help. The command still exists: it ends with exit code 7 and says what to do instead.',
      ),
    ),
  },
];
