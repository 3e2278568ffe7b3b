import type { AppError } from '../errors.js';
import type { JsonValue } from '../json/value.js';
import type { Colors } from '../world.js';
import { visible } from './sanitize.js';

/** The `{"error":…}` document of `--json`. */
export const failureDocument = (error: AppError): JsonValue => {
  const { details } = error;
  return {
    error: {
      code: error.failure,
      exitCode: error.exitCode,
      message: details.message,
      hint: details.hint ?? null,
      next: details.next ?? null,
      provider: details.provider ?? null,
      operation: details.operation ?? null,
      httpStatus: details.httpStatus ?? null,
      changed: error.changed,
      retryable: details.retryable ?? false,
      missing: details.missing ?? [],
    },
  };
};

/** What a person reads: what failed, what it means, the next command. */
export const failureText = (error: AppError, paint: Colors, marks: Marks): string => {
  const failed = error.changed === 'no' || error.failure === 'bug';
  const mark = failed ? paint.failure(marks.failed) : paint.warning(marks.look);
  const { message, hint, next } = error.details;
  const lines = [`${mark} ${visible(message)}`];
  if (hint !== undefined) lines.push(`  ${visible(hint)}`);
  // A hint may name the command already.
  if (next !== undefined && hint?.includes(next) !== true) lines.push(`  Run: ${paint.bold(visible(next))}`);
  return `${lines.join('\n')}\n`;
};

export interface Marks {
  readonly done: string;
  readonly failed: string;
  readonly look: string;
}

/** Symbols where they can be drawn, words where the terminal is plain or there is none. */
export const marks = (symbols: boolean): Marks =>
  symbols ? { done: '✔', failed: '✖', look: '!' } : { done: 'ok:', failed: 'error:', look: 'warning:' };
