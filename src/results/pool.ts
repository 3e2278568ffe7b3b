import type { Clock } from '../world.js';

export interface PoolProgress {
  /** Items read so far. */
  readonly read: number;
  readonly allRead: boolean;
  /** Items waiting for their next turn. */
  readonly delayed: number;
}

export interface PoolOptions<Item> {
  readonly items: AsyncIterable<Item>;
  /** Maximum number of tasks running at a time. Delayed items do not count. */
  readonly concurrency: number;
  /** Maximum number of items read before their turn, so that the total is known early. */
  readonly readAhead: number;
  readonly clock: Clock;
  /** Aborting it ends the delays and rejects. */
  readonly signal: AbortSignal;
  /** Resolves to the milliseconds until the item's next turn, or to undefined when the item is done. */
  readonly task: (item: Item) => Promise<number | undefined>;
  /** Called after an item was read, done or delayed. */
  readonly onProgress?: (progress: PoolProgress) => void;
}

/** Upper limit of one sleep, so that an item delayed meanwhile for less is not late by much. */
const maxSleepMs = 1_000;

/**
 * Runs a task for each item of a stream, several at a time. After the first rejection, of a task or of the
 * stream, no task is started; once the running ones have ended, it rejects with that error.
 */
export const runPool = async <Item>(options: PoolOptions<Item>): Promise<void> => {
  const failure = await runTasks(options);
  if (failure !== undefined) throw failure.error;
};

interface Failure {
  readonly error: unknown;
}

const runTasks = <Item>(options: PoolOptions<Item>): Promise<Failure | undefined> =>
  new Promise((resolve) => {
    const { concurrency, readAhead, clock, signal, task, onProgress } = options;
    const ready: Item[] = [];
    /** `dueAt` is in milliseconds of Unix time. */
    const delayed: { readonly item: Item; readonly dueAt: number }[] = [];
    const iterator = options.items[Symbol.asyncIterator]();
    let running = 0;
    let read = 0;
    let allRead = false;
    let reading = false;
    let sleeping = false;
    let failure: Failure | undefined;

    const now = (): number => clock.now().getTime();
    const fail = (error: unknown): void => {
      if (failure !== undefined) return;
      failure = { error };
      // Not awaited: the stream may be waiting for a pipe that never ends.
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
    };

    const readNext = async (): Promise<void> => {
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
        fail(error);
      } finally {
        reading = false;
      }
      schedule();
    };

    const sleepUntilDue = async (): Promise<void> => {
      sleeping = true;
      try {
        const dueAt = Math.min(...delayed.map((entry) => entry.dueAt));
        await clock.sleep(Math.min(maxSleepMs, Math.max(0, dueAt - now())), signal);
        for (const entry of delayed.splice(0)) {
          if (entry.dueAt <= now()) ready.unshift(entry.item);
          else delayed.push(entry);
        }
      } catch (error) {
        fail(error);
      } finally {
        sleeping = false;
      }
      schedule();
    };

    const runTask = async (item: Item): Promise<void> => {
      running += 1;
      try {
        const delayMs = await task(item);
        if (delayMs !== undefined) delayed.push({ item, dueAt: now() + delayMs });
      } catch (error) {
        fail(error);
      } finally {
        running -= 1;
      }
      schedule();
    };

    const schedule = (): void => {
      if (failure === undefined) {
        onProgress?.({ read, allRead, delayed: delayed.length });
        for (let free = concurrency - running; free > 0; free -= 1) {
          const item = ready.shift();
          if (item === undefined) break;
          void runTask(item);
        }
        if (!reading && !allRead && ready.length < readAhead) void readNext();
        if (!sleeping && delayed.length > 0) void sleepUntilDue();
      }
      if (running > 0) return;
      const isDone = allRead && !sleeping && ready.length === 0 && delayed.length === 0;
      if (failure !== undefined || isDone) resolve(failure);
    };
    schedule();
  });
