import { Buffer } from 'node:buffer';
import { scanJson } from '../json/scan.js';
import { isJsonObject } from '../json/value.js';

/** `reason` is a clause about the response, such as "it is empty". It never quotes the response. */
export type PdfResult =
  { readonly ok: true; readonly pdf: Uint8Array } | { readonly ok: false; readonly reason: string };

/** Size limit of a PDF, and of a text that contains one. */
export const maxPdfBytes = 100 * 1024 * 1024;

const header = '%PDF-';
const trailer = '%%EOF';
/** PDF readers look for the trailer in the last kilobyte; line ends or padding may follow it. */
const trailerWindowBytes = 1024;
// One character less than the header encodes to: the last one also depends on the byte after the header.
const base64Header = 'JVBERi';

const invalid = (reason: string): PdfResult => ({ ok: false, reason });

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const hasPdfHeader = (bytes: Uint8Array): boolean => latin1(bytes.subarray(0, header.length)) === header;

const checkPdf = (bytes: Uint8Array): PdfResult => {
  if (bytes.length > maxPdfBytes) return invalid('it is larger than 100 MiB');
  if (!hasPdfHeader(bytes)) return invalid('it does not start like a PDF');
  return latin1(bytes.subarray(-trailerWindowBytes)).includes(trailer)
    ? { ok: true, pdf: bytes }
    : invalid('the PDF is truncated');
};

const pdfFromBase64 = (text: string): PdfResult => {
  const base64 = text.replace(/^data:application\/pdf;base64,/i, '').replaceAll(/[\t\n\r ]/g, '');
  if (!base64.startsWith(base64Header)) return invalid('it is neither a PDF nor a base64-encoded PDF');
  // Buffer.from ignores invalid characters and decodes a truncated text without an error.
  const padding = base64.indexOf('=');
  const end = padding === -1 ? base64.length : padding;
  const isDamaged =
    base64.length % 4 !== 0 ||
    base64.length - end > 2 ||
    /[^=]/.test(base64.slice(end)) ||
    /[^A-Za-z0-9+/=]/.test(base64);
  if (isDamaged) return invalid('its base64 is damaged or truncated');
  return checkPdf(Buffer.from(base64, 'base64'));
};

const pdfFromJson = (text: string): PdfResult => {
  if (scanJson(text) !== undefined) return invalid('its JSON is damaged or truncated');
  const value: unknown = JSON.parse(text);
  if (typeof value === 'string') return pdfFromBase64(value);
  const strings = isJsonObject(value)
    ? Object.values(value).filter((field): field is string => typeof field === 'string')
    : [];
  const results = strings.map(pdfFromBase64);
  const candidate = strings.findIndex((field) => field.includes(base64Header));
  return (
    results.find((result) => result.ok) ??
    results[candidate] ??
    invalid('it is JSON, but no field contains a PDF')
  );
};

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return undefined;
  }
};

/**
 * Extracts a complete PDF from a response: the bytes themselves, base64 with or without line breaks, a JSON
 * string of it, or a JSON object with such a field. Complete means that the header is at the start and the
 * trailer near the end. Never throws.
 */
export const readPdf = (bytes: Uint8Array): PdfResult => {
  if (bytes.length > maxPdfBytes) return invalid('it is larger than 100 MiB');
  if (hasPdfHeader(bytes)) return checkPdf(bytes);
  const text = decodeText(bytes);
  if (text === undefined) return invalid('it does not start like a PDF');
  if (text === '') return invalid('it is empty');
  if (text.startsWith('<')) return invalid('it is HTML');
  return text.startsWith('"') || text.startsWith('{') ? pdfFromJson(text) : pdfFromBase64(text);
};
