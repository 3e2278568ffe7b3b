import { isJsonObject, type JsonValue } from '../../json/value.js';
import { escapeUnsafe } from '../../output/sanitize.js';
import type { DeliveryReport } from '../../sandbox/deliver.js';
import type { ReceivedDelivery } from '../../sandbox/receiver.js';
import { resultsPath, type Fixture } from './fixture.js';
import type { ResultsParticipant } from './participants.js';
import type { Runner } from './runner.js';

/** The file that the receiver writes the notice to. */
const noticeFile = 'delivery.json';

const pollIntervalMs = 50;
/** A sandbox takes two or three seconds. */
const timeoutMs = 8_000;
const maxShownLength = 400;

interface Notice {
  readonly report: DeliveryReport;
  readonly received: ReceivedDelivery;
}

/** Waits for the notice. Rejects with the reason of an interrupt. */
const waitForNotice = async ({ world, receiver, lastReport }: Fixture, path: string): Promise<Notice> => {
  const { clock, interruption } = world;
  for (let waited = 0; waited < timeoutMs; waited += pollIntervalMs) {
    const [report, received] = [lastReport(path), receiver.last(path)];
    if (report !== undefined && received !== undefined) return { report, received };
    await clock.sleep(pollIntervalMs, interruption.signal);
  }
  throw new Error('Nothing completes in the sandbox of the demo.');
};

const parseObject = (text: string): JsonValue => {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? (value as JsonValue) : null; // JSON.parse returns nothing else
  } catch {
    return null;
  }
};

const printNotice = async (
  { provider: { id, name } }: ResultsParticipant,
  { print }: Runner,
  { report: { event, url, status, fault }, received: { body, verdict } }: Notice,
): Promise<void> => {
  const text = new TextDecoder().decode(body);
  const document = parseObject(text);
  await print(
    { type: 'notice', provider: id, event, url, status, fault, verdict: { ...verdict }, document },
    [
      `  Delivered  ${event} to ${url}, answered ${status ?? fault ?? 'nothing'}`,
      `  Body       ${escapeUnsafe(text).slice(0, maxShownLength)}`,
      `  Unsigned   it cannot be verified, so the results are fetched from ${name}`,
      '',
    ].join('\n'),
  );
};

const printNewFiles = async (
  { folder }: Fixture,
  { print }: Runner,
  existing: ReadonlySet<string>,
): Promise<void> => {
  const files = (await folder.list()).filter(({ path }) => !existing.has(path));
  const width = Math.max(0, ...files.map(({ path }) => path.length)) + 2;
  await print(
    { type: 'files', files: files.map(({ path, size }) => ({ path, bytes: size })) },
    [
      'The files of the results. They are deleted when the demo ends.',
      ...files.map(({ path, size }) => `  ${path.padEnd(width)}${size} bytes`),
      '',
    ].join('\n'),
  );
};

/** Creates something that completes over time, receives the notice, follows it, and lists the files. */
export const runResultsScenario = async (
  fixture: Fixture,
  participant: ResultsParticipant,
  runner: Runner,
): Promise<void> => {
  const { provider, demo, create, follow } = participant;
  const { note, run, print } = runner;
  const { folder } = fixture;
  const path = resultsPath(provider.id);
  const inputs = Object.keys(demo.files);
  for (const [name, content] of Object.entries(demo.files))
    await folder.files.publish(name, content, 'replace');
  await note(
    `Results take time at ${provider.name}. ` +
      `The request is fictional${inputs.length === 0 ? '.' : `; it is in ${inputs.join(', ')}.`}`,
  );
  await run(provider, create, demo.createArguments(fixture.receiver.urlOf(path)));
  await note(`It completes in a moment. ${provider.name} then notifies the receiver.`);
  const notice = await waitForNotice(fixture, path);
  await printNotice(participant, runner, notice);
  const { body } = notice.received;
  await folder.files.publish(noticeFile, body, 'replace');
  await print(
    { type: 'saved', path: noticeFile, bytes: body.length },
    `The receiver saves it as ${noticeFile}.`,
  );
  const existing = new Set((await folder.list()).map((file) => file.path));
  await run(provider, follow, demo.followArguments(noticeFile));
  await printNewFiles(fixture, runner, existing);
};
