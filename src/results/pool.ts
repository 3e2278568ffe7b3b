import type { Clock } from '../world.js';

export interface Work<Item> {
  /** Read no faster than there is room. */
  readonly items: AsyncIterable<Item>;
  /** How many are at work together; what waits for later does not count. */
  readonly atOnce: number;
  /** How many small items may be read before their turn, so that the total is known early. */
  readonly readAhead: number;
  readonly clock: Clock;
  /** Ends the waits. */
  readonly signal: AbortSignal;
  /** Works on one; resolves to the milliseconds after which it wants another turn, or to nothing when it is done. */
  readonly work: (item: Item) => Promise<number | undefined>;
  /** Told whenever an item was read, came to its end or was put off. */
  readonly onStep?: (step: {
    readonly read: number;
    readonly allRead: boolean;
    readonly waiting: number;
  }) => void;
}

interface Waiting<Item> {
  readonly item: Item;
  /** Milliseconds of Unix time. */
  readonly due: number;
}

/** The longest sleep, so that an item which is put off meanwhile for less is not late by much. */
const napMs = 1_000;

/**
 * Works through a stream of items, several at once. The first rejection, of an item or of the stream, stops
 * it: nothing new is begun, what is at work comes to its end, and then it rejects.
 */
export const runPool = async <Item>(options: Work<Item>): Promise<void> => {
  const stopped = await workedThrough(options);
  if (stopped !== undefined) throw stopped.error;
};

interface Stop {
  readonly error: unknown;
}

const workedThrough = <Item>(options: Work<Item>): Promise<Stop | undefined> =>
  new Promise((resolve) => {
    const { atOnce, readAhead, clock, signal, work, onStep } = options;
    const ready: Item[] = [];
    const waiting: Waiting<Item>[] = [];
    const iterator = options.items[Symbol.asyncIterator]();
    let active = 0;
    let read = 0;
    let allRead = false;
    let reading = false;
    let napping = false;
    let stopped: Stop | undefined;

    const now = (): number => clock.now().getTime();
    const stop = (error: unknown): void => {
      if (stopped !== undefined) return;
      stopped = { error };
      // It may be waiting for a pipe that never ends.
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
    };

    const readOne = async (): Promise<void> => {
      reading = true;
      try {
        const next = await iterator.next();
        if (next.done === true) allRead = true;
        else {
          read += 1;
          ready.push(next.value);
        }
      } catch (error) {
        allRead = true;
        stop(error);
      } finally {
        reading = false;
      }
      step();
    };

    const nap = async (): Promise<void> => {
      napping = true;
      try {
        const due = Math.min(...waiting.map((one) => one.due));
        await clock.sleep(Math.min(napMs, Math.max(0, due - now())), signal);
        for (const one of waiting.splice(0)) {
          if (one.due <= now()) ready.unshift(one.item);
          else waiting.push(one);
        }
      } catch (error) {
        stop(error);
      } finally {
        napping = false;
      }
      step();
    };

    const workOn = async (item: Item): Promise<void> => {
      active += 1;
      try {
        const afterMs = await work(item);
        if (afterMs !== undefined) waiting.push({ item, due: now() + afterMs });
      } catch (error) {
        stop(error);
      } finally {
        active -= 1;
      }
      step();
    };

    const step = (): void => {
      if (stopped === undefined) {
        onStep?.({ read, allRead, waiting: waiting.length });
        for (let room = atOnce - active; room > 0; room -= 1) {
          const item = ready.shift();
          if (item === undefined) break;
          void workOn(item);
        }
        if (!reading && !allRead && ready.length < readAhead) void readOne();
        if (!napping && waiting.length > 0) void nap();
      }
      if (active > 0) return;
      const finished = allRead && !napping && ready.length === 0 && waiting.length === 0;
      if (stopped !== undefined || finished) resolve(stopped);
    };
    step();
  });
