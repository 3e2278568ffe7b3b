import { secretSlots } from '../../accounts/secret-slots.js';
import type { RawDelivery } from '../../providers/verification.js';
import type { DeliveryReport } from '../../sandbox/deliver.js';
import { memoryFiles } from '../../sandbox/memory-files.js';
import { memoryStores } from '../../sandbox/memory-stores.js';
import { startReceiver, type Received, type Receiver, type ReceiverPath } from '../../sandbox/receiver.js';
import type { RunningProvider } from '../../sandbox/running-provider.js';
import { startSandbox } from '../../sandbox/server.js';
import { verifySharedHeader } from '../../signing/shared-header.js';
import type { Verdict } from '../../signing/signature.js';
import type { Stores, World } from '../../world.js';
import type { Context } from '../core/context.js';
import type { Cast, Player, ResultsCast, SecretCast } from './demo-cast.js';
import { demoWorld } from './demo-world.js';

export interface SecretStage {
  readonly cast: SecretCast;
  readonly playing: RunningProvider;
  /** Where the receiver takes its deliveries. */
  readonly url: string;
  readonly lastVerdict: () => Verdict | undefined;
  /** The stored secret of a slot. */
  readonly secretOf: (slot: 'current' | 'previous') => string | undefined;
}

export interface ResultsStage {
  readonly cast: ResultsCast;
  readonly url: string;
  /** What became of the notice that was sent to `url`, and what the receiver got; undefined before that. */
  readonly report: () => DeliveryReport | undefined;
  readonly last: () => Received | undefined;
  /** A file for the commands, in memory. */
  readonly keep: (path: string, content: Uint8Array | string) => Promise<void>;
  readonly files: () => readonly { readonly path: string; readonly bytes: number }[];
}

/** All that runs while the demo plays. */
export interface Stage {
  readonly secret: SecretStage | undefined;
  readonly results: ResultsStage | undefined;
  /** The world of its commands. */
  readonly world: World;
  readonly close: () => Promise<void>;
}

const secretReader = (context: Context, cast: SecretCast, stores: Stores): SecretStage['secretOf'] => {
  const slots = secretSlots({
    stores,
    clock: context.world.clock,
    profile: 'default',
    providerId: cast.provider.id,
    // The demo has one address and a store of its own.
    origin: '',
    key: cast.secretKey,
    fromEnvironment: undefined,
    registerSecret: (secret) => context.redactor.add(secret),
  });
  return (slot) => (slot === 'current' ? slots.current() : slots.previous()?.value);
};

/** As a receiver should: it asks for the secrets anew each time, and accepts the previous one while it may. */
const checkWith =
  ({ verifier }: SecretCast, secretOf: SecretStage['secretOf']) =>
  (delivery: RawDelivery): Verdict => {
    const secrets = (['current', 'previous'] as const).flatMap((slot) => {
      const secret = secretOf(slot);
      return secret === undefined ? [] : [{ slot, secret }];
    });
    return verifier.verify(delivery, secrets, { canonical: false, header: undefined });
  };

/** No header was agreed on, so there is nothing to check with. */
const unsigned = ({ headers }: Pick<RawDelivery, 'headers'>): Verdict =>
  verifySharedHeader(headers, undefined, []);

const playersOf = ({ secret, results }: Cast): readonly Player[] => {
  const players = [secret, results].filter((player) => player !== undefined);
  return players.filter(
    ({ provider }, index) => players.findIndex((other) => other.provider.id === provider.id) === index,
  );
};

/** Starts the sandbox and a receiver on loopback, over stores and files in memory. AppError `config` when it cannot listen. */
export const setStage = async (context: Context, cast: Cast): Promise<Stage> => {
  const { world } = context;
  const { clock, random, interruption } = world;
  const { secret, results } = cast;
  const stores = memoryStores('demo');
  const memory = memoryFiles();
  const players = playersOf(cast);
  const reports = new Map<string, DeliveryReport>();

  const serve = await world.serve();
  const transport = await context.transport();
  const sandbox = await startSandbox({
    providers: players.map(({ provider, service }) => ({ id: provider.id, service })),
    serve,
    port: 0,
    faultFor: () => undefined,
    transport,
    tools: { now: () => clock.now(), random },
    sleep: (ms, signal) => clock.sleep(ms, signal),
    signal: interruption.signal,
    report: (event) => {
      if (event.type === 'delivery') reports.set(new URL(event.url).pathname, event);
      return Promise.resolve();
    },
  });

  const secretOf = secret === undefined ? () => undefined : secretReader(context, secret, stores);
  const secretPath = `/${secret?.provider.id ?? ''}`;
  const noticePath = `/${results?.provider.id ?? ''}/results`;
  const paths: readonly ReceiverPath[] = [
    ...(secret === undefined ? [] : [{ path: secretPath, check: checkWith(secret, secretOf) }]),
    ...(results === undefined ? [] : [{ path: noticePath, check: unsigned, takesUnproven: true as const }]),
  ];
  let receiver: Receiver;
  try {
    receiver = await startReceiver(serve, paths);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
  const playing = sandbox.running.find(({ id }) => id === secret?.provider.id);
  return {
    secret:
      secret === undefined || playing === undefined
        ? undefined
        : {
            cast: secret,
            playing,
            url: receiver.urlOf(secretPath),
            lastVerdict: () => receiver.last(secretPath)?.verdict,
            secretOf,
          },
    results:
      results === undefined
        ? undefined
        : {
            cast: results,
            url: receiver.urlOf(noticePath),
            report: () => reports.get(noticePath),
            last: () => receiver.last(noticePath),
            keep: (path, content) => memory.files.publish(path, content, 'replace'),
            files: () => memory.list().map(({ path, bytes }) => ({ path, bytes: bytes.length })),
          },
    world: demoWorld(world, players, { urls: sandbox.urls, stores, files: memory.files, transport }),
    close: async () => {
      await Promise.all([sandbox.close(), receiver.close()]);
    },
  };
};
