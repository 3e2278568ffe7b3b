const longestMs = 86_400_000;

// The three forms that RFC 9110 lists; Date.parse alone would take `1` or `2026-13` for a date.
const dateShape =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

const waitOf = (text: string, now: Date): number => {
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1_000;
  if (!dateShape.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - now.getTime();
};

/**
 * Milliseconds that a Retry-After header asks to wait, from seconds or an HTTP date.
 * Undefined for the past, for more than a day, and for text that is neither.
 */
export const parseRetryAfter = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  const ms = waitOf(header.trim(), now);
  return ms >= 0 && ms <= longestMs ? ms : undefined;
};
