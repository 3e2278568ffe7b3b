import type { AppError } from '../errors.js';
import type { JsonValue } from '../json/value.js';
import type { Colors } from '../world.js';
import { escapeUnsafe } from './sanitize.js';

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

/** The text on stderr without `--json`: what failed, the hint, the next command. */
export const failureText = (error: AppError, colors: Colors, marks: StatusMarks): string => {
  const failed = error.changed === 'no' || error.failure === 'bug';
  const mark = failed ? colors.failure(marks.failed) : colors.warning(marks.warning);
  const { message, hint, next } = error.details;
  const lines = [`${mark} ${escapeUnsafe(message)}`];
  if (hint !== undefined) lines.push(`  ${escapeUnsafe(hint)}`);
  // The hint may contain the command already.
  if (next !== undefined && hint?.includes(next) !== true)
    lines.push(`  Run: ${colors.bold(escapeUnsafe(next))}`);
  return `${lines.join('\n')}\n`;
};

export interface StatusMarks {
  readonly done: string;
  readonly failed: string;
  readonly warning: string;
}

/** Symbols, or words when stderr cannot show symbols. */
export const statusMarks = (symbols: boolean): StatusMarks =>
  symbols ? { done: '✔', failed: '✖', warning: '!' } : { done: 'ok:', failed: 'error:', warning: 'warning:' };
