import { usageError } from '../../errors.js';
import { closestMatch } from '../../text/closest-match.js';

/** AppError `usage` for names that the account does not have; nothing was changed by then. */
export const checkEvents = (names: readonly string[], live: readonly string[]): void => {
  for (const name of names) {
    if (live.includes(name)) continue;
    const near = closestMatch(name, live);
    const known = near === undefined ? ` It knows ${live.join(', ')}.` : ` Did you mean ${near}?`;
    throw usageError(`Amani does not know the event "${name.slice(0, 64)}".${known}`, {
      hint: 'Nothing was sent. All events: webhook-admin amani events',
      provider: 'amani',
    });
  }
};

/** AppError `usage` for an event that is to be both on and off. */
export const checkNotBoth = (on: readonly string[], off: readonly string[]): void => {
  const both = on.filter((name) => off.includes(name));
  if (both.length > 0) {
    throw usageError(`${both.join(', ')}: on and off at once. Nothing was sent.`, { provider: 'amani' });
  }
};
