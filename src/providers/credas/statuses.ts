/**
 * Names of the numbers that Credas' pages explain. Any other number is shown as a number, so that an
 * undocumented status never looks like a pass.
 */

/** The status of a complete process, the only one that is documented ("Process webhooks | API"). */
export const completeStatus = 2;

type Names = Readonly<Record<number, string>>;

/** The name of a number; undefined for one that the pages do not explain. */
const nameIn =
  (names: Names) =>
  (value: number | null): string | undefined =>
    value === null ? undefined : names[value];

/** Types of an active check; the page "Right to Work/Rent details" names only these. */
export const checkTypeName = nameIn({ 11: 'Right to Work', 12: 'Right to Rent' });

/** Statuses of an active check ("Right to Work/Rent details"). */
export const checkStatusName = nameIn({
  1: 'Pass',
  2: 'Requested',
  3: 'ActionRequired',
  4: 'Fail',
  5: 'NotPerformed',
  6: 'Refer',
  7: 'UnderReview',
  8: 'Complete',
  9: 'AwaitingData',
});

/** Subjects of a status update ("Status update webhooks"). */
export const updateTypeName = nameIn({
  1: 'name check',
  2: 'share code',
  3: 'liveness',
  4: 'ID document',
  5: 'supporting document',
  6: 'datacheck',
  7: 'right to rent',
  8: 'right to work',
  9: 'safe harbour',
});

/** Pass, Requested, UnderReview, Complete, AwaitingData. */
const noReviewNeeded = new Set([1, 2, 7, 8, 9]);

/** Whether a person has to read the report: after a failure or a referral, and for an undocumented status. */
export const needsReview = (status: number | null): boolean => status === null || !noReviewNeeded.has(status);
