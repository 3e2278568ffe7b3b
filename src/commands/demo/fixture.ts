import { secretSlots } from '../../accounts/secret-slots.js';
import { variableName } from '../../providers/names.js';
import type { RawDelivery } from '../../providers/verification.js';
import type { DeliveryReport } from '../../sandbox/deliver.js';
import { startReceiver, type Receiver, type ReceiverPath } from '../../sandbox/receiver.js';
import { startSandbox, type SandboxServer } from '../../sandbox/server.js';
import { verifySharedHeader } from '../../signing/shared-header.js';
import type { Verdict } from '../../signing/signature.js';
import type { InputStream, Stores, TemporaryFolder, World } from '../../world.js';
import type { Context } from '../core/context.js';
import type { Participants, SecretParticipant } from './participants.js';

/** Returns the stored secret of a slot. */
export type ReadSecret = (slot: 'current' | 'previous') => string | undefined;

/** What a demo runs against: sandbox, receiver and files, all gone after `close`. */
export interface Fixture {
  /** For the commands of the demo. */
  readonly world: World;
  readonly folder: TemporaryFolder;
  readonly sandbox: SandboxServer;
  readonly receiver: Receiver;
  readonly readSecret: ReadSecret;
  /** The last delivery of the sandbox to a path of the receiver. */
  readonly lastReport: (path: string) => DeliveryReport | undefined;
  readonly close: () => Promise<void>;
}

/** The receiver's path for a scenario's deliveries. */
export const secretPath = (providerId: string): string => `/${providerId}`;
export const resultsPath = (providerId: string): string => `/${providerId}/results`;

/** The only variables of the user that the commands get: how output looks. */
const outputVariables = ['NO_COLOR', 'FORCE_COLOR', 'TERM', 'LANG', 'LC_ALL', 'LC_CTYPE'] as const;

const noInput: InputStream = {
  isTerminal: false,
  read: () => Promise.resolve(new Uint8Array()),
  pieces: async function* (): AsyncGenerator<Uint8Array> {
    // No input.
  },
};

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

/** The world of the commands: sandbox accounts in the environment, temporary folders, no input. */
const commandWorld = (
  world: World,
  participants: Participants,
  urls: SandboxServer['urls'],
  { path }: TemporaryFolder,
  { files }: TemporaryFolder,
): World => {
  const accounts = [participants.secret, participants.results]
    .filter(isDefined)
    .flatMap(({ provider, service }) =>
      Object.entries({ ...service.credentials, baseUrl: urls[provider.id] ?? '' }).map(
        ([key, value]) => [variableName(provider.id, key), value] as const,
      ),
    );
  return {
    ...world,
    env: Object.fromEntries([
      ...outputVariables.map((name) => [name, world.env[name]] as const),
      ...accounts,
    ]),
    stdin: noInput,
    files,
    defaultFolders: () => ({ config: path, data: path }),
  };
};

const secretReader = (
  context: Context,
  { provider, secretKey }: SecretParticipant,
  stores: Stores,
): ReadSecret => {
  const slots = secretSlots({
    stores,
    clock: context.world.clock,
    profile: 'default',
    providerId: provider.id,
    // A store of the demo has secrets of one address only.
    origin: '',
    key: secretKey,
    fromEnvironment: undefined,
    registerSecret: (secret) => context.redactor.add(secret),
  });
  return (slot) => (slot === 'current' ? slots.current() : slots.previous()?.value);
};

/** Verifies as a receiver should: reads the secrets for each delivery, and accepts the previous one while it is valid. */
const verifyWith =
  ({ verifier }: SecretParticipant, readSecret: ReadSecret) =>
  (delivery: RawDelivery): Verdict => {
    const secrets = (['current', 'previous'] as const).flatMap((slot) => {
      const secret = readSecret(slot);
      return secret === undefined ? [] : [{ slot, secret }];
    });
    return verifier.verify(delivery, secrets, { canonical: false, header: undefined });
  };

const receiverPaths = (
  { secret, results }: Participants,
  readSecret: ReadSecret,
): readonly ReceiverPath[] => [
  ...(secret === undefined
    ? []
    : [{ path: secretPath(secret.provider.id), verify: verifyWith(secret, readSecret) }]),
  ...(results === undefined
    ? []
    : [
        {
          path: resultsPath(results.provider.id),
          // There is no secret to verify with.
          verify: ({ headers }: RawDelivery) => verifySharedHeader(headers, undefined, []),
          acceptUnverified: true as const,
        },
      ]),
];

/**
 * Starts the sandbox and a receiver on loopback, and creates temporary folders. AppError `config` when
 * it cannot; nothing is left then.
 */
export const startFixture = async (context: Context, participants: Participants): Promise<Fixture> => {
  const { world } = context;
  const { clock, random, interruption } = world;
  const cleanups: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  const createFolder = async (): Promise<TemporaryFolder> => {
    const folder = await world.temporaryFolder();
    cleanups.push(() => folder.remove());
    return folder;
  };
  try {
    const [store, folder] = [await createFolder(), await createFolder()];
    const reports = new Map<string, DeliveryReport>();
    const serve = await world.serve();
    const services = new Map(
      [participants.secret, participants.results]
        .filter(isDefined)
        .map(({ provider, service }) => [provider.id, service]),
    );
    const sandbox = await startSandbox({
      providers: [...services].map(([id, service]) => ({ id, service })),
      serve,
      port: 0,
      faultFor: () => undefined,
      transport: await context.transport(),
      tools: { now: () => clock.now(), random },
      sleep: (ms, signal) => clock.sleep(ms, signal),
      signal: interruption.signal,
      report: (event) => {
        if (event.type === 'delivery') reports.set(new URL(event.url).pathname, event);
        return Promise.resolve();
      },
    });
    cleanups.push(() => sandbox.close());
    const stores = await world.stores(store.path, (text) => context.console.warn(text));
    const readSecret: ReadSecret =
      participants.secret === undefined
        ? () => undefined
        : secretReader(context, participants.secret, stores);
    const receiver = await startReceiver(serve, receiverPaths(participants, readSecret));
    cleanups.push(() => receiver.close());
    return {
      world: commandWorld(world, participants, sandbox.urls, store, folder),
      folder,
      sandbox,
      receiver,
      readSecret,
      lastReport: (path) => reports.get(path),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
