import type { LocalCommand } from './core/local-command.js';

/** The commands that are not a provider's, in the order of the root help. */
export const localCommands: readonly LocalCommand[] = [
  {
    name: 'init',
    about: 'Set up a provider step by step',
    group: 'start',
    load: () => import('./init.js').then((module) => module.addInitCommand),
  },
  {
    name: 'demo',
    about: 'Try everything on the built-in sandbox, no account needed',
    group: 'start',
    load: () => import('./demo/demo.js').then((module) => module.addDemoCommand),
  },
  {
    name: 'providers',
    about: 'Show what each provider supports',
    group: 'providers',
    load: () => import('./providers.js').then((module) => module.addProvidersCommand),
  },
  {
    name: 'auth',
    about: 'Log in, log out, show stored credentials',
    group: 'local',
    load: () => import('./auth.js').then((module) => module.addAuthCommands),
  },
  {
    name: 'profile',
    about: 'Keep accounts and environments apart',
    group: 'local',
    load: () => import('./profile.js').then((module) => module.addProfileCommands),
  },
  {
    name: 'config',
    about: 'Read and change settings',
    group: 'local',
    load: () => import('./config.js').then((module) => module.addConfigCommands),
  },
  {
    name: 'sandbox',
    about: 'Run the provider APIs locally',
    group: 'local',
    load: () => import('./sandbox/sandbox.js').then((module) => module.addSandboxCommand),
  },
  {
    name: 'help',
    about: 'Show help for a command or a topic',
    group: 'hidden',
    load: () => import('./help/help.js').then((module) => module.addHelpCommand),
  },
];
