import { variableName } from '../../providers/names.js';
import type { Files, InputStream, OutputStream, Stores, Transport, World } from '../../world.js';
import type { Player } from './demo-cast.js';

/** What says how output looks; nothing else of the user's environment is passed on. */
const looks = ['NO_COLOR', 'FORCE_COLOR', 'TERM', 'LANG', 'LC_ALL', 'LC_CTYPE'] as const;

const nothing = async function* (): AsyncGenerator<Uint8Array> {
  // It ends before its first piece.
};

const noInput: InputStream = {
  isTerminal: false,
  read: () => Promise.resolve(new Uint8Array()),
  pieces: nothing,
};

const accountOf = ({ provider, service }: Player, baseUrl: string): readonly [string, string][] =>
  Object.entries({ ...service.credentials, baseUrl }).map(([key, value]) => [
    variableName(provider.id, key),
    value,
  ]);

/** The world of the demo's commands: the sandbox for an account, memory for files, nobody to ask. */
export const demoWorld = (
  world: World,
  players: readonly Player[],
  given: {
    /** Of each player's sandbox, by its id. */
    readonly urls: Readonly<Record<string, string>>;
    readonly stores: Stores;
    readonly files: Files;
    readonly transport: Transport;
  },
): World => ({
  ...world,
  env: Object.fromEntries([
    ...looks.map((name) => [name, world.env[name]] as const),
    ...players.flatMap((player) => accountOf(player, given.urls[player.provider.id] ?? '')),
  ]),
  stdin: noInput,
  files: given.files,
  defaultFolders: () => ({ config: given.stores.folder, data: given.stores.folder }),
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
