/**
 * Finds personal data in a webhook URL, which would end up in the logs of every server on the way. The rules
 * are guesses about text, so a finding is a warning and not an error.
 */

import { Buffer } from 'node:buffer';
import { isGuid } from '../fields.js';

export interface PersonalData {
  /** `query parameter email`, `the path`: never the value. */
  readonly place: string;
  /** With its article: `an email address`. */
  readonly kind: string;
}

const emailAddress = /[^\s@/?#&=:;,<>"]+@[^\s@/?#&=:;,<>".]+(?:\.[^\s@/?#&=:;,<>".]+)+/u;

/** Until 2015: a later date is more likely that of an order. */
const birthYear = '(?:19\\d\\d|200\\d|201[0-5])';
const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const birthDates = [
  new RegExp(`(?<!\\d)${birthYear}[-/. ]${month}[-/. ]${day}(?!\\d)`, 'u'),
  new RegExp(`(?<!\\d)(?:${day}[-/. ]${month}|${month}[-/. ]${day})[-/. ]${birthYear}(?!\\d)`, 'u'),
  new RegExp(`^${birthYear}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])$`, 'u'),
];

/** Starts with a plus sign or a zero: another number is more likely a reference. */
const phoneNumber = /^(?:\+|00|0)[\d\s().-]{8,20}$/u;

const maxReferenceDigits = 8;

/** Passports, identity cards, national insurance numbers; then British driver's licenses. */
const documentNumbers = [/^[A-Z]{1,3}\d{6,12}[A-Z]?$/iu, /^[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z\d]{3}$/iu];

/** Names of query parameters, in lower case and without punctuation. */
const personalNames =
  /^(?:(?:full|fore|given|family|middle|maiden|customer)?name|mail|dob|tel|mobile|birthday|nino|ssn|address|postcode|gender|nationality)$|email|phone|mobileno|mobilenumber|surname|lastname|firstname|dateofbirth|birthdate|passport|licen[cs]eno|licen[cs]enumber|nationalinsurance|documentnumber/u;

const isPersonalName = (name: string): boolean =>
  personalNames.test(name.toLowerCase().replaceAll(/[^a-z0-9]/gu, ''));

/** Decodes percent-encoding. An invalid text is returned unchanged. */
const decodePercent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const decodeBase64 = (text: string): string =>
  /^[A-Za-z0-9+/_-]{8,}={0,2}$/u.test(text) ? Buffer.from(text, 'base64').toString('latin1') : '';

const kindOfDecoded = (text: string): string | undefined => {
  const digits = text.replaceAll(/[\s().-]/gu, '');
  if (isGuid(text)) return undefined;
  if (emailAddress.test(text) || emailAddress.test(decodeBase64(text))) return 'an email address';
  if (birthDates.some((pattern) => pattern.test(text))) return 'a date of birth';
  if (phoneNumber.test(text) && /^\+?\d{9,15}$/u.test(digits)) return 'a phone number';
  if (/^\d+$/u.test(digits) && digits.length > maxReferenceDigits) return 'a long document number';
  return documentNumbers.some((pattern) => pattern.test(digits)) ? 'a document number' : undefined;
};

/** The kind of personal data in a text, which may be percent-encoded once or twice. */
const personalKind = (text: string): string | undefined => {
  const decoded = decodePercent(text);
  return kindOfDecoded(text) ?? kindOfDecoded(decoded) ?? kindOfDecoded(decodePercent(decoded));
};

const findInParameter = (parameter: string, index: number): readonly PersonalData[] => {
  const separator = parameter.indexOf('=');
  const encodedName = parameter.slice(0, Math.max(0, separator));
  const value = parameter.slice(separator + 1);
  const name = decodePercent(encodedName);
  const isSafeName = /^[\w.-]{1,40}$/u.test(name) && personalKind(encodedName) === undefined;
  const place = `query parameter ${isSafeName ? name : String(index + 1)}`;
  // A plus sign is a space in a query, and part of a phone number.
  const kind = personalKind(value) ?? personalKind(value.replaceAll('+', ' ')) ?? personalKind(encodedName);
  if (kind !== undefined) return [{ place, kind }];
  return value !== '' && isPersonalName(name) ? [{ place, kind: 'personal data by its name' }] : [];
};

/** Finds personal data in the path and the query of a valid URL. */
export const findPersonalData = (url: string): readonly PersonalData[] => {
  const { pathname, search } = new URL(url);
  const kindInPath = pathname
    .split('/')
    .map(personalKind)
    .find((kind) => kind !== undefined);
  return [
    ...(kindInPath === undefined ? [] : [{ place: 'the path', kind: kindInPath }]),
    ...search
      .slice(1)
      .split('&')
      .flatMap((parameter, index) => (parameter === '' ? [] : findInParameter(parameter, index))),
  ];
};

/** `query parameter email (an email address), the path (a phone number)`. */
export const formatFindings = (findings: readonly PersonalData[]): string =>
  findings.map(({ place, kind }) => `${place} (${kind})`).join(', ');
