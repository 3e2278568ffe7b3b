/** `Missing: --url, and --event or --all-events.`; an item may hold an "or". */
export const formatMissing = (missing: readonly string[]): string => {
  const rest = missing.slice(0, -1).join(', ');
  const last = missing.at(-1) ?? '';
  return `Missing: ${rest === '' ? last : `${rest}, and ${last}`}.`;
};
