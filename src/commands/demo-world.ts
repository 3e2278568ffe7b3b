import { variableName } from '../accounts/names.js';
import type { Environment, InputStream, OutputStream, Stores, Transport, World } from '../world.js';
import type { Cast } from './demo-cast.js';

/** What says how output looks; nothing else of the user's environment is passed on. */
const looks = ['NO_COLOR', 'FORCE_COLOR', 'TERM', 'LANG', 'LC_ALL', 'LC_CTYPE'] as const;

const noInput: InputStream = { isTerminal: false, read: () => Promise.resolve(new Uint8Array()) };

const environment = ({ provider, service }: Cast, baseUrl: string, env: Environment): Environment => ({
  ...Object.fromEntries(looks.map((name) => [name, env[name]])),
  ...Object.fromEntries(
    Object.entries({ ...service.credentials, baseUrl }).map(([key, value]) => [
      variableName(provider.id, key),
      value,
    ]),
  ),
});

/** The world of the demo's commands: the sandbox for an account, memory for files, nobody to ask. */
export const demoWorld = (
  world: World,
  cast: Cast,
  given: { readonly baseUrl: string; readonly stores: Stores; readonly transport: Transport },
): World => ({
  ...world,
  env: environment(cast, given.baseUrl, world.env),
  stdin: noInput,
  usualFolders: () => ({ config: given.stores.folder, data: given.stores.folder }),
  stores: () => Promise.resolve(given.stores),
  transport: () => Promise.resolve(given.transport),
});

export interface Recording extends OutputStream {
  readonly text: () => string;
}

/** Keeps what is written instead of showing it. */
export const recording = (): Recording => {
  let kept = '';
  return {
    isTerminal: false,
    write(text) {
      kept += text;
      return Promise.resolve();
    },
    text: () => kept,
  };
};
