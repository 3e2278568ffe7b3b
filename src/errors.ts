/** Exit codes by name. The name is the `code` of a JSON error. Both are part of the public interface. */
export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  config: 3,
  auth: 4,
  unavailable: 5,
  refused: 6,
  unsupported: 7,
  pending: 8,
  unverified: 9,
  changes: 10,
  partial: 11,
  conflict: 12,
  hangup: 129,
  interrupted: 130,
  'broken-pipe': 141,
  terminated: 143,
} as const;

export type ExitName = keyof typeof exitCodes;
export type Failure = Exclude<ExitName, 'ok'>;

/** Whether anything changed at the provider. */
export type Changed = 'no' | 'yes' | 'unknown';

export interface FailureDetails {
  /** What failed and whether anything changed, as a sentence. Never contains a secret. */
  readonly message: string;
  /** What it means, or how to fix it. */
  readonly hint?: string | undefined;
  /** The complete command to run next. */
  readonly next?: string | undefined;
  readonly provider?: string | undefined;
  readonly operation?: string | undefined;
  readonly httpStatus?: number | undefined;
  /** Defaults to `no`. */
  readonly changed?: Changed | undefined;
  /** Whether running the same command again may succeed. Defaults to `false`. */
  readonly retryable?: boolean | undefined;
  /** All missing options or settings. */
  readonly missing?: readonly string[] | undefined;
  /** Shown with `--debug` only. */
  readonly cause?: unknown;
}

/** A failure that the user can act on. Any other thrown error is a bug. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly failure: Failure;
  readonly details: FailureDetails;

  constructor(failure: Failure, details: FailureDetails) {
    super(details.message, { cause: details.cause });
    this.failure = failure;
    this.details = details;
  }

  get changed(): Changed {
    return this.details.changed ?? 'no';
  }

  get exitCode(): number {
    return exitCodes[this.failure];
  }

  /** Returns the same failure with some details replaced. */
  with(details: Partial<FailureDetails>): AppError {
    return new AppError(this.failure, { ...this.details, ...details });
  }
}

export const usageError = (message: string, details: Omit<FailureDetails, 'message'> = {}): AppError =>
  new AppError('usage', { message, ...details });

export const configError = (message: string, details: Omit<FailureDetails, 'message'> = {}): AppError =>
  new AppError('config', { message, ...details });
