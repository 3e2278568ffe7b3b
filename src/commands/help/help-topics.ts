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
        ['WEBHOOK_ADMIN_CONFIG_DIR', 'Folder of the settings; an absolute path'],
        ['WEBHOOK_ADMIN_DATA_DIR', 'Folder of the data; an absolute path'],
        ['WEBHOOK_ADMIN_NO_INPUT', 'Never ask, like --no-input'],
        ['WEBHOOK_ADMIN_TIMEOUT', 'Longest time for one call, for example 30s'],
      ],
      'For every command',
    ),
    ...loaded.map((provider) => rows(settingRows(provider), provider.name)),
    rows(
      [
        ['CI', 'Never ask, unless it is 0 or false'],
        ['NO_COLOR, FORCE_COLOR', 'Colors off, on'],
        ['HTTPS_PROXY, NO_PROXY', 'Proxy for https calls; loopback is never proxied'],
        ['NODE_EXTRA_CA_CERTS', 'More certificate authorities, as with --ca-file'],
      ],
      'Known from elsewhere',
    ),
  ];
};

const exitRows = (Object.keys(exitCodes) as ExitName[]).map(
  (name) => [`${String(exitCodes[name]).padStart(3)}  ${name}`, exitMeanings[name]] as const,
);

/** The pages of `help TOPIC`. */
export const topics: readonly Topic[] = [
  { name: 'environment', about: 'Variables, and which wins', content: environment },
  {
    name: 'exit-codes',
    about: 'How a run ends',
    content: fixed(
      paragraph('Exit codes. With --json the error on stderr carries the same name as "code".'),
      rows(exitRows),
      paragraph(
        '5 means that nothing changed and the same command may be run again. 11 means that something changed, or may have: the document of what is known is on stdout (nothing, where the answer was lost), and the error on stderr says what to do next.',
      ),
    ),
  },
  {
    name: 'output',
    about: 'Terminal, pipe, JSON',
    content: fixed(
      paragraph('Output. Data goes to stdout, words go to stderr.'),
      rows([
        ['Terminal', 'aligned tables with a header, color, times in words'],
        [
          'Piped',
          'no header, cells separated by tabs, nothing cut, no color; a single object is one key<TAB>value line a field',
        ],
        [
          '--json',
          'exactly one JSON document on stdout (one a line for streams); stderr holds JSON lines only: {"warning":…} and, last, {"error":…}',
        ],
        ['--quiet', 'only the data'],
        ['--debug', 'each call on stderr: method, address, status, time; no headers, no bodies'],
      ]),
      paragraph(
        'Text that comes from outside cannot drive your terminal: control characters are shown as \\u{…}, in JSON as \\uXXXX. Every write is checked: a full disk is not exit 0.',
      ),
      paragraph(
        'A fingerprint is the first 8 hex digits of the secret\'s HMAC-SHA256 with the key "webhook-admin": the same on every machine, and none for a secret shorter than 16 characters.',
      ),
    ),
  },
  {
    name: 'files',
    about: 'What is kept on this machine, and where',
    content: fixed(
      paragraph('Files, each 0600 in a folder of 0700. Where: webhook-admin config path'),
      rows([
        ['config.json', 'settings of each profile; no secrets'],
        ['credentials.json', 'secrets, in plain text, readable only by you'],
        ['state.json', 'what providers last confirmed; no secrets'],
        ['journal/', 'rotations that are not finished; settled by token recover'],
        ['sandbox/', 'everything of --sandbox, in the data folder'],
      ]),
      paragraph(
        "A file that is a link, belongs to somebody else or cannot be read as what it should be is refused and never overwritten. Commands that run at the same time do not lose each other's changes. Nothing is read from the current directory unless an option names it.",
      ),
    ),
  },
  {
    name: 'security',
    about: 'What is promised, and what is not',
    content: fixed(
      paragraph('Security. What is promised:'),
      list([
        'No option takes a secret as its value: they come from a hidden question, from standard input, from a file or from the environment.',
        'A secret is printed only by --reveal. Errors, --debug and JSON never hold one.',
        'A stored credential is sent to the address it was stored with, and nowhere else. Redirects are never followed. https with verified certificates, except on loopback.',
        'A rotation sends one changing call, whatever happens, and loses nothing when it is interrupted: token recover settles it.',
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
    about: 'What providers offer, and how sure that is',
    content: fixed(
      paragraph(
        "Capabilities. Each provider answers the same questions: events, registration, secret, rotation, results, verification, delivery, samples, sandbox, plan. See all answers with webhook-admin providers, one provider's with webhook-admin providers PROVIDER.",
      ),
      rows([
        ['documented', 'on a page of the vendor'],
        ['observed', 'seen to work'],
        ['assumed', 'our guess: help and output say so wherever it is used'],
      ]),
      paragraph(
        'What a provider\'s API does not offer is listed under "Not offered" in its help. The command exists all the same, ends with exit code 7, and says what to do instead.',
      ),
    ),
  },
];
