import { Buffer } from 'node:buffer';
import { scanJson } from '../json/scan.js';
import { isJsonObject } from '../json/value.js';

/** `why` completes a sentence about the answer: "it is empty". It never quotes the answer. */
export type PdfReading =
  { readonly ok: true; readonly pdf: Uint8Array } | { readonly ok: false; readonly why: string };

/** The largest PDF taken, in bytes, and the largest text that holds one. */
export const largestPdf = 100 * 1024 * 1024;

const header = '%PDF-';
const trailer = '%%EOF';
/** Readers look for the trailer in the last kilobyte; behind it there may be line ends or padding. */
const trailerWindow = 1024;
// Its last character would hold bits of what stands behind the header.
const headerInBase64 = 'JVBERi';

const refused = (why: string): PdfReading => ({ ok: false, why });

const ascii = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const startsAsPdf = (bytes: Uint8Array): boolean => ascii(bytes.subarray(0, header.length)) === header;

const wholePdf = (bytes: Uint8Array): PdfReading => {
  if (bytes.length > largestPdf) return refused('it is larger than 100 MiB');
  if (!startsAsPdf(bytes)) return refused('it does not begin as a PDF');
  return ascii(bytes.subarray(-trailerWindow)).includes(trailer)
    ? { ok: true, pdf: bytes }
    : refused('the PDF is cut short');
};

const fromBase64 = (text: string): PdfReading => {
  const plain = text.replace(/^data:application\/pdf;base64,/i, '').replaceAll(/[\t\n\r ]/g, '');
  if (!plain.startsWith(headerInBase64)) return refused('it is neither a PDF nor base64 of one');
  // A decoder skips what it does not know and takes a cut text for a shorter one.
  const padding = plain.indexOf('=');
  const end = padding === -1 ? plain.length : padding;
  const damaged =
    plain.length % 4 !== 0 ||
    plain.length - end > 2 ||
    /[^=]/.test(plain.slice(end)) ||
    /[^A-Za-z0-9+/=]/.test(plain);
  if (damaged) return refused('its base64 is damaged or cut short');
  return wholePdf(Buffer.from(plain, 'base64'));
};

const fromJson = (text: string): PdfReading => {
  if (scanJson(text) !== undefined) return refused('it is JSON that is damaged or cut short');
  const value: unknown = JSON.parse(text);
  if (typeof value === 'string') return fromBase64(value);
  const fields = isJsonObject(value)
    ? Object.values(value).filter((field): field is string => typeof field === 'string')
    : [];
  const readings = fields.map(fromBase64);
  const damaged = fields.findIndex((field) => field.includes(headerInBase64));
  return (
    readings.find((reading) => reading.ok) ??
    readings[damaged] ??
    refused('it is JSON, and no field of it holds a PDF')
  );
};

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return undefined;
  }
};

/**
 * A whole PDF out of an answer: the bytes themselves, base64 with or without line breaks, a JSON string of
 * it, or a JSON object with a field of it. Whole means its header at the start and its trailer near the end.
 * Never throws.
 */
export const readPdf = (bytes: Uint8Array): PdfReading => {
  if (bytes.length > largestPdf) return refused('it is larger than 100 MiB');
  if (startsAsPdf(bytes)) return wholePdf(bytes);
  const text = textOf(bytes);
  if (text === undefined) return refused('it does not begin as a PDF');
  if (text === '') return refused('it is empty');
  if (text.startsWith('<')) return refused('it is HTML');
  return text.startsWith('"') || text.startsWith('{') ? fromJson(text) : fromBase64(text);
};
