import { describe, expect, it } from 'vitest';
import { AppError, exitCodes, type Failure } from '../../src/errors.js';
import { failureDocument, failureText, statusMarks } from '../../src/output/failure-text.js';

const wrap = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
const paint = {
  success: wrap('done'),
  failure: wrap('failed'),
  warning: wrap('look'),
  dim: wrap('dim'),
  bold: wrap('bold'),
};
const details = {
  message: 'Amani rejected the credential (401). Nothing changed.',
  hint: 'User tokens expire.',
  next: 'webhook-admin auth login amani',
};

describe('failureDocument', () => {
  it('includes every documented field', () => {
    const error = new AppError('auth', {
      ...details,
      provider: 'amani',
      operation: 'events',
      httpStatus: 401,
      changed: 'unknown',
      retryable: true,
      missing: ['--url'],
      cause: new Error('never shown'),
    });
    expect(failureDocument(error)).toEqual({
      error: {
        code: 'auth',
        exitCode: 4,
        ...details,
        provider: 'amani',
        operation: 'events',
        httpStatus: 401,
        changed: 'unknown',
        retryable: true,
        missing: ['--url'],
      },
    });
  });

  it('includes every documented field when no detail is known', () => {
    expect(failureDocument(new AppError('usage', { message: 'No.' }))).toEqual({
      error: {
        code: 'usage',
        exitCode: 2,
        message: 'No.',
        hint: null,
        next: null,
        provider: null,
        operation: null,
        httpStatus: null,
        changed: 'no',
        retryable: false,
        missing: [],
      },
    });
  });

  it.each(Object.entries(exitCodes).filter(([name]) => name !== 'ok'))(
    'names %s with its number',
    (name, exitCode) => {
      const error = new AppError(name as Failure, { message: 'x' }); // the keys of exitCodes without ok
      expect(failureDocument(error)).toMatchObject({ error: { code: name, exitCode } });
    },
  );
});

describe('failureText', () => {
  it('shows the message, the hint and the next command', () => {
    expect(failureText(new AppError('auth', details), paint, statusMarks(true))).toBe(
      `<failed>✖</failed> ${details.message}\n  ${details.hint}\n  Run: <bold>${details.next}</bold>\n`,
    );
  });

  it('is one line where nothing more is known', () => {
    expect(failureText(new AppError('usage', { message: 'No.' }), paint, statusMarks(false))).toBe(
      '<failed>error:</failed> No.\n',
    );
  });

  it.each(['yes', 'unknown'] as const)('starts with a warning when changed is %s', (changed) => {
    const error = new AppError('partial', { message: 'Half.', changed });
    expect(failureText(error, paint, statusMarks(true))).toBe('<look>!</look> Half.\n');
    expect(failureText(error, paint, statusMarks(false))).toBe('<look>warning:</look> Half.\n');
  });

  it('lets no text of others drive the terminal or make a line of its own', () => {
    const evil = 'a\u001b[2Jb\nc\u202e';
    const text = failureText(
      new AppError('refused', { message: evil, hint: `hint ${evil}`, next: `${evil} next` }),
      paint,
      statusMarks(true),
    );
    expect(text.split('\n')).toHaveLength(4);
    expect(text).not.toMatch(/[\u001b\u202e]/u);
    expect(text.match(/a\\u\{1b\}\[2Jb\\u\{a\}c\\u\{202e\}/gu)).toHaveLength(3);
  });
});
