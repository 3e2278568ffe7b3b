import type { JsonValue } from '../json/value.js';
import type { Outcome } from '../output/outcome.js';
import { isAbsent, type Basis, type CapabilityName, type Provider } from '../providers/contract.js';
import type { AddCommands } from './core/local-command.js';
import { findProvider } from './per-provider.js';

/**
 * Heading of each capability in the matrix, undefined where it would make the matrix wider
 * than a terminal; the record makes a new capability a compile error here.
 */
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

const documentOf = (provider: Provider): JsonValue => ({
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

/** A label, and behind it how sure we are where that needs saying. */
type Way = readonly [label: string] | readonly [label: string, basis: string];

const wayOf = ({ label, basis }: { readonly label: string; readonly basis: Basis }): Way =>
  basis === 'documented' ? [label] : [label, `(${basis})`];

const waysOf = (provider: Provider, name: CapabilityName): readonly Way[] => {
  const answer = provider.capabilities[name];
  return isAbsent(answer) ? [['–']] : answer.map(wayOf);
};

/** For a program: one row, the id in front. */
const pipedRow = (provider: Provider): readonly string[] => [
  provider.id,
  ...inMatrix.map((name) =>
    waysOf(provider, name)
      .map((way) => way.join(' '))
      .join(', '),
  ),
];

/** Wider than this, and the matrix may not fit a terminal. */
const widestLabel = 18;

/** How sure we are goes below a long label. */
const linesOf = (way: Way): readonly string[] => {
  const line = way.join(' ');
  return line.length <= widestLabel ? [line] : way;
};

/** For people: the name in front, and a further row for a further way. */
const shownRows = (provider: Provider): readonly (readonly string[])[] => {
  const cells = [[provider.name], ...inMatrix.map((name) => waysOf(provider, name).flatMap(linesOf))];
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) => cells.map((lines) => lines[row] ?? ''));
};

const lacksSomething = (provider: Provider): boolean =>
  inMatrix.some((name) => isAbsent(provider.capabilities[name]));

/** The matrix of all providers. */
const matrix = (providers: readonly Provider[], isTerminal: boolean): Outcome => {
  const lacking = providers.findLast(lacksSomething);
  return {
    data: providers.map(documentOf),
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

/** One provider: how each capability is offered, or why not and what to do instead. */
const detail = (provider: Provider): Outcome => ({
  data: [documentOf(provider)],
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
export const addProvidersCommand: AddCommands = (branch, { context, providers }) => {
  branch.argument('[provider]');
  branch.page(() => ({
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
  branch.action(async (id: string | undefined) => {
    const opened = context();
    const outcome =
      id === undefined
        ? matrix(await Promise.all(providers.map((entry) => entry.load())), opened.world.stdout.isTerminal)
        : detail(await findProvider(providers, id).load());
    await opened.console.deliver(outcome);
  });
};
