import { secretSlots } from '../accounts/secret-slots.js';
import type { RawDelivery } from '../providers/verification.js';
import { memoryStores } from '../sandbox/memory-stores.js';
import { startReceiver, type Receiver } from '../sandbox/receiver.js';
import type { RunningProvider } from '../sandbox/running-provider.js';
import { startSandbox } from '../sandbox/server.js';
import type { Verdict } from '../signing/signature.js';
import type { World } from '../world.js';
import type { Context } from './context.js';
import type { Cast } from './demo-cast.js';
import { demoWorld } from './demo-world.js';

/** All that runs while the demo plays. */
export interface Stage {
  readonly cast: Cast;
  readonly playing: RunningProvider;
  readonly receiver: Receiver;
  /** The world of its commands. */
  readonly world: World;
  /** The stored secret of a slot. */
  readonly secretOf: (slot: 'current' | 'previous') => string | undefined;
  readonly close: () => Promise<void>;
}

/** Starts the sandbox and a receiver on loopback, over stores in memory. AppError `config` when it cannot listen. */
export const setStage = async (context: Context, cast: Cast): Promise<Stage> => {
  const { world, redactor } = context;
  const { clock, random, interruption } = world;
  const { id } = cast.provider;
  const stores = memoryStores('demo');
  const slots = secretSlots({
    stores,
    clock,
    profile: 'default',
    providerId: id,
    // The demo has one address and a store of its own.
    origin: '',
    key: cast.secretKey,
    fromEnvironment: undefined,
    hide: (secret) => redactor.add(secret),
  });
  const secretOf: Stage['secretOf'] = (slot) =>
    slot === 'current' ? slots.current() : slots.previous()?.value;
  // As a receiver should: it asks for the secrets anew each time, and accepts the previous one while it may.
  const check = (delivery: RawDelivery): Verdict => {
    const secrets = (['current', 'previous'] as const).flatMap((slot) => {
      const secret = secretOf(slot);
      return secret === undefined ? [] : [{ slot, secret }];
    });
    return cast.verifier.verify(delivery, secrets, { canonical: false });
  };

  const serve = await world.serve();
  const transport = await context.transport();
  const sandbox = await startSandbox({
    providers: [{ id, service: cast.service }],
    serve,
    port: 0,
    faultFor: () => undefined,
    transport,
    tools: { now: () => clock.now(), random },
    signal: interruption.signal,
    report: () => Promise.resolve(),
  });
  const [playing] = sandbox.running;
  try {
    if (playing === undefined) throw new Error('The sandbox runs no provider.');
    const receiver = await startReceiver(serve, `/${id}`, check);
    return {
      cast,
      playing,
      receiver,
      world: demoWorld(world, cast, { baseUrl: sandbox.urls[id] ?? '', stores, transport }),
      secretOf,
      close: async () => {
        await Promise.all([sandbox.close(), receiver.close()]);
      },
    };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
};
