/**
 * How a run ends. The names are the `code` of a JSON error, the numbers are the
 * exit codes; both are a promise to scripts.
 */
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
  /** What failed and whether anything changed, in one sentence for an operator. Never holds a secret. */
  readonly message: string;
  /** What it means or what to do about it. */
  readonly hint?: string | undefined;
  /** The next command to type, whole. */
  readonly next?: string | undefined;
  readonly provider?: string | undefined;
  readonly operation?: string | undefined;
  readonly httpStatus?: number | undefined;
  /** Defaults to `no`. */
  readonly changed?: Changed | undefined;
  /** True when the same command may simply be run again. Defaults to `false`. */
  readonly retryable?: boolean | undefined;
  /** The flags or settings that are missing, all of them. */
  readonly missing?: readonly string[] | undefined;
  /** Shown by `--debug` only. */
  readonly cause?: unknown;
}

/** A failure that an operator can act on. Everything else that is thrown is our bug. */
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

  /** The same failure with some details replaced. */
  with(details: Partial<FailureDetails>): AppError {
    return new AppError(this.failure, { ...this.details, ...details });
  }
}

export const usageError = (message: string, details: Omit<FailureDetails, 'message'> = {}): AppError =>
  new AppError('usage', { message, ...details });

export const configError = (message: string, details: Omit<FailureDetails, 'message'> = {}): AppError =>
  new AppError('config', { message, ...details });
