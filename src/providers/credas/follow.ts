import { AppError, usageError } from '../../errors.js';
import { createRateLimiter } from '../../http/rate-limiter.js';
import { runPool, type PoolProgress } from '../../results/pool.js';
import { progressText } from '../../results/progress-text.js';
import type { Outcome, Session, ValuesOf } from '../contract.js';
import { readItems, type Item } from './follow/items.js';
import type { RunReport } from './follow/messages.js';
import { followProcess, type FollowContext } from './follow/process.js';
import { toEntry, type FollowResult } from './follow/result.js';
import { createRunSummary } from './follow/run-summary.js';
import { runOutcome, stoppedOutcome } from './follow/view.js';
import type { followInputs } from './inputs.js';
import { rememberedEntities } from './processes-memory.js';

type Values = ValuesOf<typeof followInputs>;

const defaultConcurrency = 4;
/** The user is told about a pause of this length or more. */
const noticeablePauseMs = 5_000;
/** More processes than requests are in progress, so that requests go on while files are written. */
const extraProcesses = 8;
/** Ten thousand items, each little more than an id, take a few megabytes. */
const readAhead = 10_000;

const checkValues = ({ entity, process, delivery }: Values): void => {
  // An entity belongs to one process: with several, its results would be saved for each.
  if (entity.length > 0 && process.length !== 1) {
    throw usageError('--entity requires exactly one --process. Nothing was fetched.', {
      hint: 'Name the process of the delivery with --process instead of the file.',
    });
  }
  if (delivery.filter((source) => source === '-').length > 1)
    throw usageError('Standard input (-) can only be read once. Nothing was sent.');
};

/** Saves the results of complete processes, each in its own folder. What is saved already is not fetched again. */
export const run = async (session: Session<'pdfRoute'>, values: Values): Promise<Outcome> => {
  checkValues(values);
  const concurrency = values.concurrency ?? defaultConcurrency;
  const rateLimiter = createRateLimiter({
    limit: concurrency,
    clock: session.clock,
    onPause: (ms) => {
      if (ms >= noticeablePauseMs)
        session.warn(`Credas limits the number of calls. Waiting ${String(Math.ceil(ms / 1_000))} s.`);
    },
  });
  const outputDir = values.outputDir ?? '.';
  const context: FollowContext = {
    session,
    callOptions: { operation: 'follow', rateLimiter },
    selection: {
      only: values.only,
      pdfRoute: session.setting('pdfRoute') === 'process' ? 'process' : 'entity',
    },
    rememberedEntities: rememberedEntities(session),
    entityOption: values.entity.map((id) => id.toLowerCase()),
    outputDir,
    force: values.force,
    waitMs: values.wait,
  };

  const entries = session.entries('processes');
  const statusLine = session.progress('Following');
  const summary = createRunSummary();
  const input = readItems(session, values);
  const startedAt = session.clock.now().getTime();
  const report = (): RunReport => ({
    summary,
    repeated: input.repeated(),
    outputDir,
    dryRun: session.dryRun,
    waited: values.wait !== undefined,
  });

  const addResult = async (result: FollowResult): Promise<void> => {
    summary.add(result);
    await entries.add(toEntry(result));
  };
  const followItem = async (item: Item): Promise<number | undefined> => {
    try {
      if (item.kind !== 'target') return void (await addResult(item.result));
      const step = await followProcess(context, item.target);
      // Another process stopped the run: what did not end well here may be a consequence.
      const abortReason = rateLimiter.abortReason();
      if (abortReason !== undefined && ('delayMs' in step || step.result.failure !== undefined))
        throw abortReason;
      if ('delayMs' in step) return step.delayMs;
      if (!input.finish(item.target, step.result)) return 0;
      return void (await addResult(step.result));
    } catch (error) {
      if (error instanceof Error) rateLimiter.abort(error);
      throw error;
    }
  };
  const showProgress = ({ read, allRead, delayed }: PoolProgress): void =>
    statusLine.update(
      progressText('Following', {
        done: summary.total(),
        failed: summary.incomplete() + summary.invalidDeliveries() - summary.count('pending'),
        waiting: delayed,
        total: allRead ? read : undefined,
        elapsedMs: session.clock.now().getTime() - startedAt,
      }),
    );

  try {
    await runPool({
      items: input.items,
      concurrency: concurrency + extraProcesses,
      readAhead,
      clock: session.clock,
      signal: session.signal,
      task: followItem,
      onProgress: showProgress,
    });
  } catch (error) {
    const hasReport = summary.total() > 0 && error instanceof AppError && error.failure !== 'broken-pipe';
    if (!hasReport) throw error;
    return stoppedOutcome(report(), error);
  } finally {
    statusLine.end();
  }
  return runOutcome(report());
};
