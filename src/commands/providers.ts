import type { JsonValue } from '../json/value.js';
import type { Outcome } from '../output/outcome.js';
import { isAbsent, type Basis, type CapabilityName, type Provider } from '../providers/contract.js';
import type { AddCommands } from './core/local-command.js';
import { findProvider } from './per-provider.js';

/** Column headings of the matrix; undefined for a capability that is left out because the matrix would be too wide. */
const headings: Readonly<Record<CapabilityName, string | undefined>> = {
  events: 'EVENTS',
  registration: 'REGISTER',
  secret: 'SECRET',
  rotation: 'ROTATE',
  verification: 'VERIFY',
  results: 'RESULTS',
  delivery: undefined,
  samples: undefined,
  sandbox: undefined,
  plan: undefined,
};

const names = Object.keys(headings) as CapabilityName[];
const inMatrix = names.filter((name) => headings[name] !== undefined);

const toDocument = (provider: Provider): JsonValue => ({
  id: provider.id,
  name: provider.name,
  docs: provider.docs,
  capabilities: Object.fromEntries(
    names.map((name) => {
      const answer = provider.capabilities[name];
      return [
        name,
        isAbsent(answer)
          ? { available: false, ways: [], reason: answer.reason, instead: answer.instead ?? null }
          : {
              available: true,
              ways: answer.map(({ how, basis, label }) => ({ how, basis, label })),
              reason: null,
              instead: null,
            },
      ];
    }),
  ),
});

/** A label, and the basis unless it is `documented`. */
type Way = readonly [label: string] | readonly [label: string, basis: string];

const formatWay = ({ label, basis }: { readonly label: string; readonly basis: Basis }): Way =>
  basis === 'documented' ? [label] : [label, `(${basis})`];

const formatWays = (provider: Provider, name: CapabilityName): readonly Way[] => {
  const answer = provider.capabilities[name];
  return isAbsent(answer) ? [['–']] : answer.map(formatWay);
};

/** One row for each provider, for programs. */
const pipedRow = (provider: Provider): readonly string[] => [
  provider.id,
  ...inMatrix.map((name) =>
    formatWays(provider, name)
      .map((way) => way.join(' '))
      .join(', '),
  ),
];

/** With longer labels the matrix may not fit a terminal. */
const maxLabelWidth = 18;

/** Puts the basis below a long label. */
const wrapWay = (way: Way): readonly string[] => {
  const line = way.join(' ');
  return line.length <= maxLabelWidth ? [line] : way;
};

/** One row for each way, for a terminal. */
const shownRows = (provider: Provider): readonly (readonly string[])[] => {
  const cells = [[provider.name], ...inMatrix.map((name) => formatWays(provider, name).flatMap(wrapWay))];
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) => cells.map((lines) => lines[row] ?? ''));
};

const lacksSomething = (provider: Provider): boolean =>
  inMatrix.some((name) => isAbsent(provider.capabilities[name]));

const matrix = (providers: readonly Provider[], isTerminal: boolean): Outcome => {
  const lacking = providers.findLast(lacksSomething);
  return {
    data: providers.map(toDocument),
    view: {
      kind: 'table',
      columns: ['', ...inMatrix.map((name) => headings[name] ?? '')],
      rows: isTerminal ? providers.flatMap(shownRows) : providers.map(pipedRow),
      empty: '',
    },
    ...(lacking !== undefined && {
      notes: [`– not offered: webhook-admin providers ${lacking.id} says why and what to do instead`],
    }),
  };
};

/** How one provider offers each capability, or the reason why not and what to do instead. */
const detail = (provider: Provider): Outcome => ({
  data: [toDocument(provider)],
  view: {
    kind: 'table',
    columns: ['CAPABILITY', 'OFFERED', 'DETAILS'],
    rows: names.map((name) => {
      const answer = provider.capabilities[name];
      return isAbsent(answer)
        ? [name, 'no', [answer.reason, answer.instead ?? ''].join(' ').trim()]
        : [
            name,
            'yes',
            answer.map(({ label, basis }) => (label === basis ? label : `${label} (${basis})`)).join(', '),
          ];
    }),
    empty: '',
  },
});

/** `providers [PROVIDER]`. */
export const addProvidersCommand: AddCommands = (command, { context, providers }) => {
  command.argument('[provider]');
  command.setHelpPage(() => ({
    purpose: 'Show what each provider supports, how, and on what basis.',
    usage: 'providers [PROVIDER] [options]',
    sections: [],
    facts: [
      [
        'Basis',
        "documented: in the vendor's documentation. observed: seen to work. assumed: our assumption, marked wherever it is used.",
      ],
    ],
    examples: ['providers', `providers ${providers[0]?.id ?? ''}`, 'providers --json'],
  }));
  command.action(async (id: string | undefined) => {
    const opened = context();
    const outcome =
      id === undefined
        ? matrix(await Promise.all(providers.map((entry) => entry.load())), opened.world.stdout.isTerminal)
        : detail(await findProvider(providers, id).load());
    await opened.console.deliver(outcome);
  });
};
