import { usageError } from '../errors.js';

const maxSecretBytes = 16 * 1024;

// The first match names the fault. A byte-order mark may also come as its bytes, one character each.
const faults: readonly (readonly [RegExp, string])[] = [
  [/^(?:\ufeff|\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, 'it begins with a byte-order mark'],
  [/[\r\n]/, 'it holds a line break'],
  [/\t/, 'it holds a tab'],
  [/ /, 'it holds a space'],
  [/[\u0000-\u001f\u007f]/, 'it holds a control character'],
  [/[^ -~]/, 'it holds a character outside ASCII'],
  [/^(["'`]).*\1$/s, 'it stands between quotes'],
];

const refusalOf =
  (what: string) =>
  (reason: string): never => {
    throw usageError(`Cannot use ${what}: ${reason}. Nothing was sent or stored.`);
  };

/**
 * A secret as it was given by a file, a pipe, a variable or a question, without the one
 * line end that `echo` adds. `what` names it in a sentence, such as `the user token`.
 * AppError `usage` when it is empty, over 16 KiB, or holds a character that no secret has;
 * the message tells the kind of character and never any part of the value.
 */
export const cleanSecret = (bytes: Uint8Array | string, what: string): string => {
  const refuse = refusalOf(what);
  if (bytes.length > maxSecretBytes + 2) return refuse('it is longer than 16 KiB');
  // One character per byte, so that anything outside ASCII stays visible as such.
  const text = typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes);
  const secret = text.replace(/\r?\n$/, '');
  if (secret.length > maxSecretBytes) return refuse('it is longer than 16 KiB');
  if (secret === '') return refuse('it is empty');
  const fault = faults.find(([shape]) => shape.test(secret));
  return fault === undefined ? secret : refuse(fault[1]);
};

const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * A password as it was given, without the one line end that `echo` adds. It goes into a body and never into a
 * header, so it may hold whatever its owner chose. AppError `usage` when it is empty, over 16 KiB, no UTF-8, or
 * holds a line break or a control character: then it is another file, or a slip.
 */
export const cleanPassword = (bytes: Uint8Array | string, what: string): string => {
  const refuse = refusalOf(what);
  if (bytes.length > maxSecretBytes + 2) return refuse('it is longer than 16 KiB');
  const text = typeof bytes === 'string' ? bytes : utf8(bytes);
  if (text === undefined) return refuse('it is not UTF-8 text');
  const password = text.replace(/\r?\n$/, '');
  if (password.startsWith('\ufeff')) return refuse('it begins with a byte-order mark');
  if (password === '') return refuse('it is empty');
  if (/[\r\n]/.test(password)) return refuse('it holds a line break');
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(password)) return refuse('it holds a control character');
  return password;
};
