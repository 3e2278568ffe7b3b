export interface Progress {
  readonly done: number;
  /** Of those done. */
  readonly failed: number;
  /** Put off until later. */
  readonly waiting: number;
  /** Undefined until everything was read. */
  readonly total: number | undefined;
  readonly elapsedMs: number;
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');

/** `00:41`, `1:02:03`. */
const clockFace = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  return hours === 0 ? rest : `${String(hours)}:${rest}`;
};

/** Too early, a guess is no better than none. */
const soonestGuessMs = 2_000;

/** `Following  412/1000 · 3 failed · 00:41 left`, as far as it is known. */
export const progressText = (verb: string, { done, failed, waiting, total, elapsedMs }: Progress): string => {
  const guess =
    total !== undefined && done > 0 && done < total && elapsedMs >= soonestGuessMs
      ? (elapsedMs / done) * (total - done)
      : undefined;
  return [
    `${verb}  ${String(done)}${total === undefined ? '' : `/${String(total)}`}`,
    ...(failed > 0 ? [`${String(failed)} failed`] : []),
    ...(waiting > 0 ? [`${String(waiting)} waiting`] : []),
    ...(guess !== undefined ? [`${clockFace(guess)} left`] : []),
  ].join(' · ');
};
