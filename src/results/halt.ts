import type { Pace } from '../http/pace.js';

/** A pace that lets nobody in any more once the batch is over. */
export interface HaltingPace extends Pace {
  /** From now on `enter` rejects with this; the first one counts. */
  halt(error: unknown): void;
}

export const haltingPace = (pace: Pace): HaltingPace => {
  let halted: { readonly error: unknown } | undefined;
  return {
    async enter(signal) {
      const leave = await pace.enter(signal);
      if (halted === undefined) return leave;
      leave();
      throw halted.error;
    },
    pause: (ms) => pace.pause(ms),
    halt(error) {
      halted ??= { error };
    },
  };
};
