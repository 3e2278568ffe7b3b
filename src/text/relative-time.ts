const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** An ISO 8601 time relative to `now`: `2 minutes ago`, `in 24 hours`, `just now`. */
export const relativeTime = (iso: string, now: Date): string => {
  const distance = new Date(iso).getTime() - now.getTime();
  if (Number.isNaN(distance)) return 'at an unknown time';
  // From 1.5 of a unit, so that 23 hours are not shown as 1 day.
  const [unit, ms] = units.find(([, length]) => Math.abs(distance) >= 1.5 * length) ?? ['second', 1_000];
  if (unit === 'second' && Math.abs(distance) < 45_000) return 'just now';
  const count = Math.max(1, Math.round(Math.abs(distance) / ms));
  const duration = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return distance < 0 ? `${duration} ago` : `in ${duration}`;
};
