import { configError, type AppError } from '../../errors.js';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than allowed',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'it leads through a symbolic link',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** The code of a system error, such as `ENOENT`, or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A short description of a failed file operation. Node's own message may quote input, so it is not used. */
export function errorReason(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) return 'unexpected failure';
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? code) : code;
}

/** AppError `config` for a failed operation on `path`; `state` is a sentence about what changed. */
export function fileError(path: string, verb: 'read' | 'written', error: unknown, state: string): AppError {
  return configError(`${path} could not be ${verb}: ${errorReason(error)}. ${state}`, { cause: error });
}

/** AppError `config` for a file that exists. */
export const alreadyExists = (path: string): AppError =>
  configError(`${path} exists already, and was left as it is.`, {
    hint: 'Choose another name, or add --force to replace it.',
  });
