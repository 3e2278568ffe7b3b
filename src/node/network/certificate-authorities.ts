import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import tls from 'node:tls';
import { AppError, configError } from '../../errors.js';
import type { Environment } from '../../world.js';

const largestFile = 4 * 1024 * 1024;
const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).subject.length >= 0;
  } catch {
    return false;
  }
};

const refuse = (path: string, why: string): AppError =>
  configError(`The certificate file ${path} ${why}. Nothing was sent.`, {
    hint: 'It must hold certificates in PEM form: -----BEGIN CERTIFICATE-----.',
  });

const readText = (path: string): string => {
  try {
    const found = fs.statSync(path);
    if (!found.isFile()) throw refuse(path, 'is not a regular file');
    if (found.size > largestFile) throw refuse(path, 'is larger than 4 MiB');
    return fs.readFileSync(path, 'latin1');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw refuse(path, missing ? 'does not exist' : 'cannot be read');
  }
};

/** What Node itself would add; it warns about a bad file, so nothing is said here. */
const extraOfNode = (env: Environment): readonly string[] => {
  const path = env['NODE_EXTRA_CA_CERTS'];
  if (path === undefined || path === '') return [];
  try {
    return (fs.readFileSync(path, 'latin1').match(block) ?? []).filter(isCertificate);
  } catch {
    return [];
  }
};

/**
 * The authorities to trust, in PEM form: Node's own, those of NODE_EXTRA_CA_CERTS, and the file's.
 * Undefined without a file: Node's default then holds. AppError `config` for a file that is
 * missing, empty, not PEM or not made of certificates.
 */
export const certificateAuthorities = (
  caFile: string | undefined,
  env: Environment,
): readonly string[] | undefined => {
  if (caFile === undefined) return undefined;
  const text = readText(caFile);
  if (text.trim() === '') throw refuse(caFile, 'is empty');
  const found = text.match(block) ?? [];
  if (found.length === 0) throw refuse(caFile, 'holds no PEM certificate');
  if (!found.every(isCertificate)) throw refuse(caFile, 'holds a certificate that cannot be read');
  return [...tls.rootCertificates, ...extraOfNode(env), ...found];
};
