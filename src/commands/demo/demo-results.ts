import { isJsonObject, type JsonValue } from '../../json/value.js';
import { visible } from '../../output/sanitize.js';
import type { DeliveryReport } from '../../sandbox/deliver.js';
import type { Received } from '../../sandbox/receiver.js';
import type { World } from '../../world.js';
import type { Play } from './demo-play.js';
import type { ResultsStage } from './demo-stage.js';

/** Where the receiver keeps the notice, in memory. */
const noticeFile = 'delivery.json';

const lookEveryMs = 50;
/** In the sandboxes it takes two or three seconds. */
const longestWaitMs = 8_000;
const longestNotice = 400;

/** The notice, once it came. Rejects with the reason of an interrupt. */
const noticeOf = async (
  stage: ResultsStage,
  { clock, interruption }: World,
): Promise<{ readonly report: DeliveryReport; readonly received: Received }> => {
  for (let waited = 0; waited < longestWaitMs; waited += lookEveryMs) {
    const [report, received] = [stage.report(), stage.last()];
    if (report !== undefined && received !== undefined) return { report, received };
    await clock.sleep(lookEveryMs, interruption.signal);
  }
  throw new Error('What the demo begins does not complete in the sandbox.');
};

const parsed = (text: string): JsonValue => {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? (value as JsonValue) : null; // it comes from JSON.parse
  } catch {
    return null;
  }
};

const tellNotice = async (
  stage: ResultsStage,
  { tell }: Play,
  report: DeliveryReport,
  { body, verdict }: Received,
): Promise<void> => {
  const text = new TextDecoder().decode(body);
  const { id, name } = stage.cast.provider;
  const { event, url, status, fault } = report;
  await tell(
    {
      type: 'notice',
      provider: id,
      event,
      url,
      status,
      fault,
      verdict: { ...verdict },
      document: parsed(text),
    },
    [
      `  Delivered  ${event} to ${url}, answered ${status ?? fault ?? 'nothing'}`,
      `  It says    ${visible(text).slice(0, longestNotice)}`,
      `  Unsigned   nothing proves it genuine: the results are fetched from ${name}, not believed`,
      '',
    ].join('\n'),
  );
};

const tellFiles = async (stage: ResultsStage, { tell }: Play, before: ReadonlySet<string>): Promise<void> => {
  const files = stage.files().filter(({ path }) => !before.has(path));
  const column = Math.max(0, ...files.map(({ path }) => path.length)) + 2;
  await tell(
    { type: 'files', files: files.map(({ path, bytes }) => ({ path, bytes })) },
    [
      'Its files. They are in memory, and gone when the demo ends.',
      ...files.map(({ path, bytes }) => `  ${path.padEnd(column)}${bytes} bytes`),
      '',
    ].join('\n'),
  );
};

/** Begin something that completes by itself, take the notice for a hint, follow it, list the files. */
export const playResults = async (stage: ResultsStage, play: Play, world: World): Promise<void> => {
  const { provider, demo, begin, follow } = stage.cast;
  const { note, run, tell } = play;
  const given = Object.keys(demo.files);
  for (const [path, content] of Object.entries(demo.files)) await stage.keep(path, content);
  await note(
    `At ${provider.name} a result takes time. ` +
      `What is asked for is made up${given.length === 0 ? '.' : `, and lies in ${given.join(', ')}.`}`,
  );
  await run(provider, begin, demo.createArguments(stage.url));
  await note(`It completes by itself in a moment. ${provider.name} then tells the receiver.`);
  const { report, received } = await noticeOf(stage, world);
  const { body } = received;
  await tellNotice(stage, play, report, received);
  await stage.keep(noticeFile, body);
  await tell(
    { type: 'saved', path: noticeFile, bytes: body.length },
    `The receiver keeps it as ${noticeFile}, to follow it.`,
  );
  const before = new Set(stage.files().map(({ path }) => path));
  await run(provider, follow, demo.followArguments(noticeFile));
  await tellFiles(stage, play, before);
};
