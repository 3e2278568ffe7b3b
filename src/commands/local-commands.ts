import type { ProviderEntry } from '../providers/contract.js';
import type { World } from '../world.js';
import type { Branch } from './branch.js';
import type { Context } from './context.js';

/** What a local command is built with. */
export interface Surroundings {
  /** Made on first use, from the options that were typed. */
  readonly context: () => Context;
  readonly providers: readonly ProviderEntry[];
  /** The whole tree, for help on other commands. */
  readonly program: Branch;
  /** Runs a whole command line in another world and resolves to its exit code. */
  readonly runCommand: RunCommand;
}

export type RunCommand = (argv: readonly string[], world: World) => Promise<number>;

/** Fills the command's branch: sub-commands, options, actions. */
export type Fill = (branch: Branch, surroundings: Surroundings) => void | Promise<void>;

export interface LocalCommand {
  readonly name: string;
  readonly about: string;
  /** Where the root help shows it. */
  readonly group: 'start' | 'providers' | 'local' | 'hidden';
  readonly load: () => Promise<Fill>;
}

/** The commands that are not a provider's, in the order of the root help. */
export const localCommands: readonly LocalCommand[] = [
  {
    name: 'init',
    about: 'Set a provider up, step by step',
    group: 'start',
    load: () => import('./init.js').then((module) => module.fillInit),
  },
  {
    name: 'demo',
    about: 'See the whole story on the built-in sandbox, no account needed',
    group: 'start',
    load: () => import('./demo.js').then((module) => module.fillDemo),
  },
  {
    name: 'providers',
    about: 'What each can do, and how sure we are',
    group: 'providers',
    load: () => import('./providers.js').then((module) => module.fillProviders),
  },
  {
    name: 'auth',
    about: 'Log in, log out, see what is stored',
    group: 'local',
    load: () => import('./auth.js').then((module) => module.fillAuth),
  },
  {
    name: 'profile',
    about: 'Separate accounts and environments',
    group: 'local',
    load: () => import('./profile.js').then((module) => module.fillProfile),
  },
  {
    name: 'config',
    about: 'Settings, and where each comes from',
    group: 'local',
    load: () => import('./config.js').then((module) => module.fillConfig),
  },
  {
    name: 'sandbox',
    about: 'Run the APIs on this machine, for tests and demos',
    group: 'local',
    load: () => import('./sandbox.js').then((module) => module.fillSandbox),
  },
  {
    name: 'help',
    about: 'Help on a command or a topic',
    group: 'hidden',
    load: () => import('./help.js').then((module) => module.fillHelp),
  },
];
