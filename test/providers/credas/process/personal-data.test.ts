import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData, formatFindings } from '../../../../src/providers/credas/process/personal-data.js';

const at = (rest: string): string => formatFindings(findPersonalData(`https://hooks.example.com${rest}`));

describe('personal data in a webhook URL', () => {
  it.each([
    ['/credas', ''],
    ['/credas?our-reference=1232323', ''],
    ['/credas?ref=ORDER-4411&shop=north', ''],
    ['/credas?case=1e144e85-f45b-4ae3-8915-ae2826ea1e55', ''],
    ['/credas?created=2026-01-30', ''],
    ['/a/b/12345678', ''],
    ['/hook?email=', ''],
    ['/hook?', ''],
  ])('is not found in %s', (rest, words) => {
    expect(at(rest)).toBe(words);
  });

  it.each([
    ['?ref=jane@example.com', 'query parameter ref (an email address)'],
    ['?ref=jane%40example.com', 'query parameter ref (an email address)'],
    ['?ref=jane%2540example.com', 'query parameter ref (an email address)'],
    ['?ref=amFuZUBleGFtcGxlLmNvbQ==', 'query parameter ref (an email address)'],
    ['?ref=amFuZUBleGFtcGxlLmNvbQ%3D%3D', 'query parameter ref (an email address)'],
    ['?a=1&tel2=%2B447700900123', 'query parameter tel2 (a phone number)'],
    ['?x=07700+900+123', 'query parameter x (a phone number)'],
    ['?x=0044%207700%20900123', 'query parameter x (a phone number)'],
    ['?x=1984-03-21', 'query parameter x (a date of birth)'],
    ['?x=21%2F03%2F1984', 'query parameter x (a date of birth)'],
    ['?x=3.21.1984', 'query parameter x (a date of birth)'],
    ['?x=19840321', 'query parameter x (a date of birth)'],
    ['?x=925665416', 'query parameter x (a long document number)'],
    ['?x=4111-1111-1111-1111', 'query parameter x (a long document number)'],
    ['?x=AB1234567', 'query parameter x (a document number)'],
    ['?x=QQ%20123456%20C', 'query parameter x (a document number)'],
    ['?x=MORGA657054SM9IJ', 'query parameter x (a document number)'],
    ['?email=hidden', 'query parameter email (personal data by its name)'],
    ['?Customer_Surname=X', 'query parameter Customer_Surname (personal data by its name)'],
    ['?DOB=then', 'query parameter DOB (personal data by its name)'],
    ['?passport-no=x', 'query parameter passport-no (personal data by its name)'],
    ['?jane@example.com', 'query parameter 1 (an email address)'],
    ['?a=b&jane%40example.com=1', 'query parameter 2 (an email address)'],
    ['/u/jane@example.com/hook', 'the path (an email address)'],
    ['/u/jane%40example.com', 'the path (an email address)'],
    ['/u/07700900123', 'the path (a phone number)'],
  ])('is found in %s', (rest, words) => {
    expect(at(rest)).toBe(words);
  });

  it('is never quoted, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(text, text, (name, value) => {
        const secret = `q${value}@example.com`;
        const url = `https://hooks.example.com/?${encodeURIComponent(name)}=${encodeURIComponent(secret)}`;
        expect(formatFindings(findPersonalData(url))).not.toContain('@example.com');
      }),
    );
  });
});
