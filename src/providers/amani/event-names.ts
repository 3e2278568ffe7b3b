import { usageError } from '../../errors.js';
import { closestMatch } from '../../text/closest-match.js';

/** Our descriptions: the API returns names only. */
const descriptions: Readonly<Record<string, string>> = {
  profile_create: 'A profile was created',
  profile_update: 'A profile was changed',
  profile_status_change: 'The status of a profile changed',
  profile_level_update: 'The level of a profile changed',
  document_upload: 'A document was uploaded',
  document_delete: 'A document was deleted',
  document_update: 'A document was changed',
  document_status_change: 'The status of a document changed',
  zip_file_create: 'A zip file was created',
  video_call_status_change: 'The status of a video call changed',
};

/** What an event means; empty for an event that the documentation does not list. */
export const describeEvent = (name: string): string =>
  Object.hasOwn(descriptions, name) ? (descriptions[name] ?? '') : '';

/** Throws AppError `usage` for a name that is not an event of the account. */
export const checkEvents = (names: readonly string[], available: readonly string[]): void => {
  for (const name of names) {
    if (available.includes(name)) continue;
    const near = closestMatch(name, available);
    const suggestion = near === undefined ? ` Events: ${available.join(', ')}.` : ` Did you mean ${near}?`;
    throw usageError(`Amani has no event "${name.slice(0, 64)}".${suggestion}`, {
      hint: 'Nothing was sent. List all events: webhook-admin amani events',
      provider: 'amani',
    });
  }
};

/** Throws AppError `usage` for an event that is both enabled and disabled. */
export const checkNotBoth = (on: readonly string[], off: readonly string[]): void => {
  const both = on.filter((name) => off.includes(name));
  if (both.length > 0) {
    throw usageError(`--enable and --disable both name ${both.join(', ')}. Nothing was sent.`, {
      provider: 'amani',
    });
  }
};
