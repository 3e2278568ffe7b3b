/**
 * The numbers of Credas that its pages explain. Any other number is shown as a number: a status that
 * nobody explained must not look like a pass.
 */

/** The status of a process that is complete: the only one its page documents ("Process webhooks | API"). */
export const completeStatus = 2;

/** Types of an active check ("Right to Work/Rent details"); the page names these two only. */
const checkTypes: Readonly<Record<number, string>> = { 11: 'Right to Work', 12: 'Right to Rent' };

/** Statuses of an active check ("Right to Work/Rent details"). */
const checkStatuses: Readonly<Record<number, string>> = {
  1: 'Pass',
  2: 'Requested',
  3: 'ActionRequired',
  4: 'Fail',
  5: 'NotPerformed',
  6: 'Refer',
  7: 'UnderReview',
  8: 'Complete',
  9: 'AwaitingData',
};

/** What a status update is about ("Status update webhooks"). */
const updateTypes: Readonly<Record<number, string>> = {
  1: 'name check',
  2: 'share code',
  3: 'liveness',
  4: 'ID document',
  5: 'supporting document',
  6: 'datacheck',
  7: 'right to rent',
  8: 'right to work',
  9: 'safe harbour',
};

const named = (names: Readonly<Record<number, string>>, value: number | null): string | undefined =>
  value === null ? undefined : names[value];

/** The type's name, or undefined where no page gives one. */
export const checkTypeName = (type: number | null): string | undefined => named(checkTypes, type);

/** The status as the page writes it, or undefined where no page gives one. */
export const checkStatusName = (status: number | null): string | undefined => named(checkStatuses, status);

/** What a status update is about, or undefined where no page says. */
export const updateTypeName = (type: number | null): string | undefined => named(updateTypes, type);

/** Passed, complete, and what is still going on. */
const noReviewNeeded = new Set([1, 2, 7, 8, 9]);

/** Whether a person has to look at the report, which says more than the status; also where no page explains it. */
export const needsReview = (status: number | null): boolean => status === null || !noReviewNeeded.has(status);
