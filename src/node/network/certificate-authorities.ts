import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import tls from 'node:tls';
import { AppError, configError } from '../../errors.js';
import type { Environment } from '../../world.js';

const maxFileBytes = 4 * 1024 * 1024;
const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).subject.length >= 0;
  } catch {
    return false;
  }
};

const invalidFile = (path: string, problem: string): AppError =>
  configError(`The certificate file ${path} ${problem}. Nothing was sent.`, {
    hint: 'It must hold certificates in PEM form: -----BEGIN CERTIFICATE-----.',
  });

const readText = (path: string): string => {
  try {
    const stats = fs.statSync(path);
    if (!stats.isFile()) throw invalidFile(path, 'is not a regular file');
    if (stats.size > maxFileBytes) throw invalidFile(path, 'is larger than 4 MiB');
    return fs.readFileSync(path, 'latin1');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw invalidFile(path, missing ? 'does not exist' : 'cannot be read');
  }
};

/** The certificates that Node itself would add. Node warns about an invalid file, so this does not. */
const nodeExtraCertificates = (env: Environment): readonly string[] => {
  const path = env['NODE_EXTRA_CA_CERTS'];
  if (path === undefined || path === '') return [];
  try {
    return (fs.readFileSync(path, 'latin1').match(pemCertificate) ?? []).filter(isCertificate);
  } catch {
    return [];
  }
};

/**
 * The authorities to trust, in PEM form: Node's own, those of NODE_EXTRA_CA_CERTS, and those of `caFile`.
 * Undefined without `caFile`, so that Node's default applies. Throws AppError `config` for a file that is
 * missing, empty, or not made of PEM certificates.
 */
export const certificateAuthorities = (
  caFile: string | undefined,
  env: Environment,
): readonly string[] | undefined => {
  if (caFile === undefined) return undefined;
  const text = readText(caFile);
  if (text.trim() === '') throw invalidFile(caFile, 'is empty');
  const certificates = text.match(pemCertificate) ?? [];
  if (certificates.length === 0) throw invalidFile(caFile, 'holds no PEM certificate');
  if (!certificates.every(isCertificate))
    throw invalidFile(caFile, 'holds a certificate that cannot be read');
  return [...tls.rootCertificates, ...nodeExtraCertificates(env), ...certificates];
};
