export interface Progress {
  readonly done: number;
  /** Failures among `done`. */
  readonly failed: number;
  /** Items waiting for their next turn. */
  readonly waiting: number;
  /** Undefined until every item was read. */
  readonly total: number | undefined;
  readonly elapsedMs: number;
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');

/** `00:41`, `1:02:03`. */
const formatDuration = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const minutesAndSeconds = `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  return hours === 0 ? minutesAndSeconds : `${String(hours)}:${minutesAndSeconds}`;
};

/** The time left is not estimated before this much time has passed. */
const minElapsedMs = 2_000;

/** `Following  412/1000 · 3 failed · 00:41 left`, with the parts that are known. */
export const progressText = (verb: string, { done, failed, waiting, total, elapsedMs }: Progress): string => {
  const remainingMs =
    total !== undefined && done > 0 && done < total && elapsedMs >= minElapsedMs
      ? (elapsedMs / done) * (total - done)
      : undefined;
  return [
    `${verb}  ${String(done)}${total === undefined ? '' : `/${String(total)}`}`,
    ...(failed > 0 ? [`${String(failed)} failed`] : []),
    ...(waiting > 0 ? [`${String(waiting)} waiting`] : []),
    ...(remainingMs !== undefined ? [`${formatDuration(remainingMs)} left`] : []),
  ].join(' · ');
};
