import { AppError, usageError } from '../../errors.js';
import { createRateLimiter } from '../../http/rate-limiter.js';
import { progressText } from '../../results/progress-text.js';
import { runPool } from '../../results/pool.js';
import type { Outcome, Session, ValuesOf } from '../contract.js';
import { type FollowTools, followProcess } from './follow/process.js';
import type { followInputs } from './inputs.js';
import { readItems, type Item } from './follow/items.js';
import { entryOf, type Followed } from './follow/result.js';
import { createRunSummary } from './follow/run-summary.js';
import type { Run } from './follow/messages.js';
import { runOutcome, stoppedOutcome } from './follow/view.js';
import { rememberedEntities } from './processes-memory.js';

type Values = ValuesOf<typeof followInputs>;

const usualConcurrency = 4;
/** A shorter pause is not worth a word. */
const longPauseMs = 5_000;
/** More processes than requests are at work, so that requests flow while files are written. */
const spareProcesses = 8;
/** A record is an id and little more: ten thousand of them are a few megabytes. */
const readAhead = 10_000;

/** An entity belongs to one process: given to several, its results would be filed under each. */
const checkEntity = ({ entity, process }: Values): void => {
  if (entity.length === 0 || process.length === 1) return;
  throw usageError('--entity goes with one --process. Nothing was fetched.', {
    hint: 'Of a delivery, name its process with --process in place of the file.',
  });
};

/** It can be read once: the second time it would be found empty when the first is followed already. */
const checkStandardInput = ({ delivery }: Values): void => {
  if (delivery.filter((source) => source === '-').length < 2) return;
  throw usageError('Standard input is named twice. Nothing was sent.');
};

/** Gets the results of complete processes, each into its folder: what is there already is not fetched again. */
export const run = async (session: Session<'pdfRoute'>, values: Values): Promise<Outcome> => {
  checkEntity(values);
  checkStandardInput(values);
  const concurrency = values.concurrency ?? usualConcurrency;
  const rateLimiter = createRateLimiter({
    limit: concurrency,
    clock: session.clock,
    onPause: (ms) => {
      if (ms >= longPauseMs)
        session.warn(`Credas limits the number of calls: all wait ${String(Math.ceil(ms / 1_000))} s.`);
    },
  });
  const outputDir = values.outputDir ?? '.';
  const tools: FollowTools = {
    session,
    options: { operation: 'follow', rateLimiter },
    wanted: {
      only: values.only,
      route: session.setting('pdfRoute') === 'process' ? 'process' : 'entity',
    },
    remembered: rememberedEntities(session),
    named: values.entity.map((id) => id.toLowerCase()),
    outputDir,
    force: values.force,
    waitMs: values.wait,
  };

  const entries = session.entries('processes');
  const line = session.progress('Following');
  const tally = createRunSummary();
  const read = readItems(session, values);
  const started = session.clock.now().getTime();
  const told = (): Run => ({
    tally,
    repeated: read.repeated(),
    outputDir,
    dryRun: session.dryRun,
    waited: values.wait !== undefined,
  });

  const finish = async (followed: Followed): Promise<void> => {
    tally.add(followed);
    await entries.add(entryOf(followed));
  };
  const work = async (item: Item): Promise<number | undefined> => {
    try {
      if (item.kind !== 'target') return void (await finish(item.followed));
      const turn = await followProcess(tools, item.target);
      const over = rateLimiter.abortReason();
      if (over !== undefined && ('afterMs' in turn || turn.followed.failure !== undefined)) throw over;
      if ('afterMs' in turn) return turn.afterMs;
      if (!read.end(item.target, turn.followed)) return 0;
      return void (await finish(turn.followed));
    } catch (error) {
      if (error instanceof Error) rateLimiter.abort(error);
      throw error;
    }
  };

  try {
    await runPool({
      items: read.items,
      atOnce: concurrency + spareProcesses,
      readAhead,
      clock: session.clock,
      signal: session.signal,
      work,
      onStep: ({ read: count, allRead, waiting }) =>
        line.update(
          progressText('Following', {
            done: tally.total(),
            failed: tally.unfinished() + tally.faults() - tally.count('pending'),
            waiting,
            total: allRead ? count : undefined,
            elapsedMs: session.clock.now().getTime() - started,
          }),
        ),
    });
  } catch (error) {
    const nothingToTell =
      tally.total() === 0 || !(error instanceof AppError) || error.failure === 'broken-pipe';
    if (nothingToTell) throw error;
    return stoppedOutcome(told(), error);
  } finally {
    line.end();
  }
  return runOutcome(told());
};
