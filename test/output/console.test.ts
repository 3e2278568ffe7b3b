import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { wantsColor } from '../../src/output/console.js';
import type { Outcome } from '../../src/output/outcome.js';
import type { OutputStream, World } from '../../src/world.js';
import { fakeWorld } from '../support/fake-world.js';
import { open, outcome, secret } from './console-fixture.js';

const linesOf = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

describe('what a command found', () => {
  it('prints data on stdout and messages on stderr', async () => {
    const { console, stdout, stderr } = open();
    await console.deliver(outcome);
    expect(stdout()).toBe('url\thttps://a.test\n');
    expect(stderr()).toBe('ok: Amani delivers\n  A note\nNext: do this: webhook-admin amani show\n');
  });

  it('has symbols and labels on a terminal', async () => {
    const { console, stdout, stderr } = open({}, { terminal: true });
    await console.deliver(outcome);
    expect(stdout()).toBe('  Address  https://a.test\n');
    expect(stderr()).toContain('✔ Amani delivers\n');
  });

  it('is one JSON document with --json, and nothing is on stderr', async () => {
    const { console, stdout, stderr } = open({ json: true });
    await console.deliver(outcome);
    expect(stdout()).toBe('{"url":"https://a.test"}\n');
    expect(stderr()).toBe('');
  });

  it('is all there is with --quiet', async () => {
    const { console, stdout, stderr } = open({ quiet: true });
    await console.deliver(outcome);
    expect(stdout()).toBe('url\thttps://a.test\n');
    expect(stderr()).toBe('');
  });

  it('is printed before its failure is thrown, without words that sound like success', async () => {
    const { console, stdout, stderr } = open();
    const failure = new AppError('partial', { message: 'Half.' });
    await expect(console.deliver({ ...outcome, failure })).rejects.toBe(failure);
    expect(stdout()).toBe('url\thttps://a.test\n');
    expect(stderr()).toBe('');
  });
});

describe('the next command', () => {
  it('includes the options that select the account', async () => {
    const { console, stderr } = open({ accountOptions: ['--profile test --sandbox'] });
    await console.deliver(outcome);
    await console.fail(new AppError('auth', { message: 'No.', next: 'webhook-admin auth login amani' }));
    expect(stderr()).toContain('webhook-admin amani show --profile test --sandbox\n');
    expect(stderr()).toContain('webhook-admin auth login amani --profile test --sandbox\n');
  });

  it('is unchanged when it runs another program', async () => {
    const { console, stderr } = open({ accountOptions: ['--config-dir /etc/w'] });
    await console.fail(new AppError('config', { message: 'No.', next: "mv '/etc/w/a' '/etc/w/b'" }));
    expect(stderr()).toContain("mv '/etc/w/a' '/etc/w/b'\n");
  });
});

describe('warnings, failures and traces', () => {
  const failure = new AppError('auth', { message: 'Refused. Nothing changed.', next: 'webhook-admin x' });

  it('are written to stderr in order', async () => {
    const { console, stdout, stderr } = open({ debug: true });
    console.warn('first');
    console.trace('GET /');
    await console.fail(failure);
    expect(stderr()).toBe(
      'warning: first\nGET /\nerror: Refused. Nothing changed.\n  Run: webhook-admin x\n',
    );
    expect(stdout()).toBe('');
  });

  it('are JSON lines with --json, the error last and whole', async () => {
    const { console, stdout, stderr } = open({ json: true, debug: true });
    console.warn('first');
    console.trace('GET /');
    await console.fail(failure);
    expect(linesOf(stderr())).toEqual([
      { warning: 'first' },
      { debug: 'GET /' },
      {
        error: {
          code: 'auth',
          exitCode: 4,
          message: 'Refused. Nothing changed.',
          hint: null,
          next: 'webhook-admin x',
          provider: null,
          operation: null,
          httpStatus: null,
          changed: 'no',
          retryable: false,
          missing: [],
        },
      },
    ]);
    expect(stdout()).toBe('');
  });

  it('are shown with --quiet too, but traces only with --debug', async () => {
    const { console, stderr } = open({ quiet: true });
    console.warn('look');
    console.trace('GET /');
    await console.fail(failure);
    expect(stderr()).toContain('warning: look\n');
    expect(stderr()).toContain('error: Refused');
    expect(stderr()).not.toContain('GET');
  });

  it('show what a question is about with --quiet too', async () => {
    const { console, stderr } = open({ quiet: true });
    await console.explain('  on → \u001boff');
    expect(stderr()).toBe('  on → \\u{1b}off\n');
  });

  it('cannot drive the terminal, as words and as JSON', async () => {
    const words = open({ debug: true });
    const json = open({ json: true, debug: true });
    for (const { console } of [words, json]) {
      console.warn('a\u001b[2J\u202eb');
      console.trace('a\u001b[2J\u202eb');
      await console.flush();
    }
    expect(words.stderr()).toBe('warning: a\\u{1b}[2J\\u{202e}b\na\\u{1b}[2J\\u{202e}b\n');
    expect(json.stderr()).toBe('{"warning":"a\\u001b[2J\\u202eb"}\n{"debug":"a\\u001b[2J\\u202eb"}\n');
  });
});

describe('a secret', () => {
  const leaky: Outcome = {
    ...outcome,
    data: { token: secret },
    view: { kind: 'bare', text: secret },
    headline: secret,
  };

  it.each([false, true])('is masked on both streams (json %s)', async (json) => {
    const { console, stdout, stderr } = open({ json, debug: true });
    console.warn(secret);
    console.trace(secret);
    await console.stream({ a: secret }, secret);
    await console.deliver(leaky);
    await console.fail(new AppError('refused', { message: secret, hint: secret, next: secret }));
    for (const text of [stdout(), stderr()]) {
      expect(text).toContain('***');
      expect(text).not.toContain(secret.slice(0, 12));
      expect(text).not.toContain(secret.slice(-12));
    }
  });

  it('is whole in a document that reveals it, and still masked beside it', async () => {
    for (const json of [false, true]) {
      const { console, stdout, stderr } = open({ json });
      await console.deliver({ ...leaky, reveals: true });
      expect(stdout()).toContain(secret);
      expect(stderr()).not.toContain(secret);
    }
  });
});

describe('a stream that broke', () => {
  const broken = (isTerminal: boolean): OutputStream => ({
    isTerminal,
    write: () => Promise.reject(new AppError('broken-pipe', { message: 'gone' })),
  });

  it('of words hides neither the data nor how the run ended', async () => {
    const { console, stdout } = open({}, {}, { stderr: broken(false) });
    console.warn('lost');
    await console.deliver(outcome);
    await console.fail(new AppError('auth', { message: 'lost too' }));
    await console.flush();
    expect(stdout()).toBe('url\thttps://a.test\n');
  });

  it('of data ends the run', async () => {
    const { console } = open({}, {}, { stdout: broken(false) });
    await expect(console.deliver(outcome)).rejects.toMatchObject({ failure: 'broken-pipe' });
    await expect(console.stream({}, 'x')).rejects.toMatchObject({ failure: 'broken-pipe' });
  });
});

describe('wantsColor', () => {
  const terminal = fakeWorld({ terminal: true }).world.stdout;
  const pipe = fakeWorld().world.stdout;

  it.each([
    ['a terminal has color', terminal, {}, true, true],
    ['a pipe has none', pipe, {}, true, false],
    ['--no-color wins over FORCE_COLOR', terminal, { FORCE_COLOR: '1' }, false, false],
    ['NO_COLOR turns it off', terminal, { NO_COLOR: '1' }, true, false],
    ['NO_COLOR wins over FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['an empty NO_COLOR does not count', terminal, { NO_COLOR: '' }, true, true],
    ['a dumb terminal has none', terminal, { TERM: 'dumb' }, true, false],
    ['FORCE_COLOR turns it on in a pipe', pipe, { FORCE_COLOR: '1' }, true, true],
    ['FORCE_COLOR=0 turns it off', terminal, { FORCE_COLOR: '0' }, true, false],
    ['an empty FORCE_COLOR does not count', pipe, { FORCE_COLOR: '' }, true, false],
  ])('%s', (_, stream, env, allowed, expected) => {
    expect(wantsColor(stream, env, allowed)).toBe(expected);
  });
});

describe('symbols', () => {
  it.each([
    [{ TERM: 'dumb' }, 'warning:'],
    [{ LANG: 'C' }, 'warning:'],
    [{ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }, 'warning:'],
    [{ LC_ALL: '', LANG: 'C' }, 'warning:'],
    [{ LANG: 'de_DE.UTF-8' }, '!'],
    [{}, '!'],
  ])('with %j a warning begins with %s', async (env, mark) => {
    const { console, stderr } = open({}, { terminal: true, env });
    console.warn('look');
    await console.flush();
    expect(stderr()).toBe(`${mark} look\n`);
  });

  it('are painted by the world, on stderr and stdout each for itself, and never with --json', async () => {
    const asked: boolean[] = [];
    const { colors: paint } = fakeWorld().world;
    const changes: Partial<World> = {
      colors: (color) => {
        asked.push(color);
        return paint(color);
      },
    };
    const mixed = fakeWorld({ terminal: true }).world;
    await open({}, {}, { ...changes, stderr: mixed.stderr }).console.deliver({
      data: null,
      view: { kind: 'nothing' },
      headline: 'x',
    });
    expect(asked).toEqual([true, false]);
    asked.length = 0;
    await open({ json: true }, { terminal: true }, changes).console.fail(
      new AppError('auth', { message: 'x' }),
    );
    expect(asked).toEqual([false]);
  });
});
