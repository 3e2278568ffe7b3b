import type { LocalCommand } from './core/local-command.js';

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
    load: () => import('./demo/demo.js').then((module) => module.fillDemo),
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
    load: () => import('./sandbox/sandbox.js').then((module) => module.fillSandbox),
  },
  {
    name: 'help',
    about: 'Help on a command or a topic',
    group: 'hidden',
    load: () => import('./help/help.js').then((module) => module.fillHelp),
  },
];
