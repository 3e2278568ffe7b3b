import type { LocalCommand } from './core/local-command.js';

/** The commands that are not a provider's, in the order of the root help. */
export const localCommands: readonly LocalCommand[] = [
  {
    name: 'init',
    about: 'Set a provider up, step by step',
    group: 'start',
    load: () => import('./init.js').then((module) => module.addInitCommand),
  },
  {
    name: 'demo',
    about: 'See the whole story on the built-in sandbox, no account needed',
    group: 'start',
    load: () => import('./demo/demo.js').then((module) => module.addDemoCommand),
  },
  {
    name: 'providers',
    about: 'What each can do, and how sure we are',
    group: 'providers',
    load: () => import('./providers.js').then((module) => module.addProvidersCommand),
  },
  {
    name: 'auth',
    about: 'Log in, log out, see what is stored',
    group: 'local',
    load: () => import('./auth.js').then((module) => module.addAuthCommands),
  },
  {
    name: 'profile',
    about: 'Separate accounts and environments',
    group: 'local',
    load: () => import('./profile.js').then((module) => module.addProfileCommands),
  },
  {
    name: 'config',
    about: 'Settings, and where each comes from',
    group: 'local',
    load: () => import('./config.js').then((module) => module.addConfigCommands),
  },
  {
    name: 'sandbox',
    about: 'Run the APIs on this machine, for tests and demos',
    group: 'local',
    load: () => import('./sandbox/sandbox.js').then((module) => module.addSandboxCommand),
  },
  {
    name: 'help',
    about: 'Help on a command or a topic',
    group: 'hidden',
    load: () => import('./help/help.js').then((module) => module.addHelpCommand),
  },
];
