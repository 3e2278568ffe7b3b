import { AppError } from '../../../errors.js';

/** A part of a process that could not be fetched. */
export interface MissingPart {
  /** Such as `the report of <entity>`. */
  readonly what: string;
  readonly error: AppError;
}

/**
 * Whether a failure ends the whole run: the credential, this machine, an interrupt. What the provider says
 * about one process, or does not say, concerns that process alone.
 */
export const endsTheRun = (error: unknown): boolean => {
  if (!(error instanceof AppError)) return true;
  const { failure, details } = error;
  const ofTheAnswer = failure === 'conflict' && details.httpStatus !== undefined;
  return !(failure === 'unavailable' || failure === 'refused' || ofTheAnswer);
};

/** Whether the provider says that there is no such thing, or no more. */
export const isUnknown = ({ details }: AppError): boolean =>
  details.httpStatus === 404 || details.httpStatus === 410;

/** Whether the provider could not be reached for now. */
export const isOutage = (error: unknown): boolean =>
  error instanceof AppError && error.failure === 'unavailable' && error.details.retryable !== false;

const firstSentence = (message: string): string => message.split(/\.(?: |$)/u, 1)[0] ?? message;

/** Why a call failed, in a few words. Of an answer that is a refusal only its number: its words may name a person. */
export const whyFailed = (error: AppError): string => {
  const { message, details } = error;
  const { httpStatus } = details;
  const isRefusal = httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
  if (!isRefusal) return firstSentence(message);
  return `Credas ${isUnknown(error) ? 'does not find' : 'refuses'} it (${String(httpStatus)})`;
};

/** `the details: …; the report of …: …`. */
export const missingWords = (missing: readonly MissingPart[]): string =>
  missing.map(({ what, error }) => `${what}: ${whyFailed(error)}`).join('; ');
