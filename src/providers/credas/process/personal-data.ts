/**
 * Personal data in a webhook URL: it would end up in the logs of every server on the way. These are
 * guesses about text, so a finding is a warning and no refusal.
 */

import { Buffer } from 'node:buffer';
import { isGuid } from '../fields.js';

export interface PersonalData {
  /** `query parameter email`, `the path`: never the value. */
  readonly place: string;
  /** `an email address`, with its article. */
  readonly kind: string;
}

const mail = /[^\s@/?#&=:;,<>"]+@[^\s@/?#&=:;,<>".]+(?:\.[^\s@/?#&=:;,<>".]+)+/u;

/** Beginnings of birth dates in the usual orders; later years are more likely the date of an order. */
const birthYear = '(?:19\\d\\d|200\\d|201[0-5])';
const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const birthDates = [
  new RegExp(`(?<!\\d)${birthYear}[-/. ]${month}[-/. ]${day}(?!\\d)`, 'u'),
  new RegExp(`(?<!\\d)(?:${day}[-/. ]${month}|${month}[-/. ]${day})[-/. ]${birthYear}(?!\\d)`, 'u'),
  new RegExp(`^${birthYear}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])$`, 'u'),
];

/** With a sign or a zero in front: a plain number is more likely one's own reference. */
const phone = /^(?:\+|00|0)[\d\s().-]{8,20}$/u;
const digitsOf = (text: string): string => text.replaceAll(/[\s().-]/gu, '');

const longestOwnNumber = 8;
/** Passports, identity cards and national insurance numbers: letters around many digits; then driving licences. */
const documents = [/^[A-Z]{1,3}\d{6,12}[A-Z]?$/iu, /^[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z\d]{3}$/iu];

const namesOfPeople = new Set([
  ...['name', 'fullname', 'forename', 'givenname', 'familyname', 'middlename', 'maidenname', 'customername'],
  ...[
    'mail',
    'dob',
    'tel',
    'mobile',
    'birthday',
    'nino',
    'ssn',
    'address',
    'postcode',
    'gender',
    'nationality',
  ],
]);
const tellingParts =
  /email|phone|mobileno|mobilenumber|surname|lastname|firstname|dateofbirth|birthdate|passport|licen[cs]eno|licen[cs]enumber|nationalinsurance|documentnumber/u;

const nameIsTelling = (name: string): boolean => {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
  return namesOfPeople.has(plain) || tellingParts.test(plain);
};

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const asBase64 = (text: string): string =>
  /^[A-Za-z0-9+/_-]{8,}={0,2}$/u.test(text) ? Buffer.from(text, 'base64').toString('latin1') : '';

/** The text, and what it becomes when it is decoded once, twice, and from base64. */
const readings = (text: string): readonly string[] => {
  const once = unescaped(text);
  const twice = unescaped(once);
  return [...new Set([text, once, twice])];
};

const kindOf = (text: string): string | undefined => {
  if (isGuid(text)) return undefined;
  const digits = digitsOf(text);
  if (mail.test(text) || mail.test(asBase64(text))) return 'an email address';
  if (birthDates.some((shape) => shape.test(text))) return 'a date of birth';
  if (phone.test(text) && /^\+?\d{9,15}$/u.test(digits)) return 'a phone number';
  if (/^\d+$/u.test(digits) && digits.length > longestOwnNumber) return 'a long document number';
  return documents.some((shape) => shape.test(digits)) ? 'a document number' : undefined;
};

const kindIn = (text: string): string | undefined =>
  readings(text)
    .map(kindOf)
    .find((kind) => kind !== undefined);

const inParameter = (pair: string, position: number): readonly PersonalData[] => {
  const at = pair.indexOf('=');
  // In a query a plus sign stands for a space, and in a phone number for itself.
  const [name, value] = at === -1 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
  const typedName = unescaped(name);
  const sayable = /^[\w.-]{1,40}$/u.test(typedName) && kindIn(name) === undefined;
  const place = sayable ? `query parameter ${typedName}` : `query parameter ${String(position + 1)}`;
  const kind = kindIn(value) ?? kindIn(value.replaceAll('+', ' ')) ?? kindIn(name);
  if (kind !== undefined) return [{ place, kind }];
  return value !== '' && nameIsTelling(typedName) ? [{ place, kind: 'personal data by its name' }] : [];
};

/** What looks like personal data in the path and the query of a URL that can be parsed. */
export const findPersonalData = (url: string): readonly PersonalData[] => {
  const { pathname, search } = new URL(url);
  const inPath = pathname.split('/').flatMap((part) => kindIn(part) ?? []);
  return [
    ...inPath.slice(0, 1).map((kind) => ({ place: 'the path', kind })),
    ...search
      .slice(1)
      .split('&')
      .flatMap((pair, position) => (pair === '' ? [] : inParameter(pair, position))),
  ];
};

/** `query parameter email (an email address), the path (a phone number)`. */
export const formatFindings = (found: readonly PersonalData[]): string =>
  found.map(({ place, kind }) => `${place} (${kind})`).join(', ');
