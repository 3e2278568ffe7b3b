const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

const isUnit = (text: string | undefined): text is Unit => text !== undefined && Object.hasOwn(unitMs, text);

/** A hundred years, so that adding a duration to the current time gives a valid Date. */
const maxMs = 36_525 * unitMs.d;

/** Parses `500ms`, `30s`, `5m`, `2h` or `7d` to milliseconds; undefined for zero and anything else. */
export const parseDuration = (text: string): number | undefined => {
  const [, digits, unit] = /^([0-9]{1,15})(ms|s|m|h|d)$/.exec(text) ?? [];
  if (digits === undefined || !isUnit(unit)) return undefined;
  const ms = Number(digits) * unitMs[unit];
  return ms > 0 && ms <= maxMs ? ms : undefined;
};
