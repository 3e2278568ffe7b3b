import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  changeToken,
  errorOf,
  eventNames,
  putWebhook,
  readEvents,
  readToken,
  webhookUrl,
} from '../support/amani-api.js';
import { binary } from '../support/run-cli.js';
import { canary, createFixture, type Fixture } from '../support/fixture.js';

interface ShellEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of a shell in which `$W` is the program. */
const shell = (on: Fixture, line: string, env: Readonly<Record<string, string>> = {}): Promise<ShellEnd> =>
  new Promise((resolve) => {
    const options = {
      cwd: on.home,
      env: {
        PATH: process.env['PATH'],
        HOME: on.home,
        ...on.env,
        W: `${process.execPath} ${binary}`,
        ...env,
      },
    };
    execFile('/bin/sh', ['-c', line], options, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      });
    });
  });

describe.concurrent('output that cannot be written', () => {
  it.for([
    'amani events',
    'amani events --json',
    'amani show',
    'auth status --json',
    'config path',
    'profile list',
    'providers',
    'help output',
    '--help',
    '--version',
    'amani create --help',
    'amani token get --reveal',
  ])('to a full device is not success: %s', async (args, context) => {
    const on = await createFixture(context);
    if (args.startsWith('amani events')) on.api.expect(readEvents());
    if (args.startsWith('amani token')) on.api.expect(readToken());
    const { code } = await shell(on, `$W ${args} > /dev/full`);
    expect(code).toBe(3);
  });

  it('to a full device after a change is 11: the change stands', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }), readToken());
    const { code, stderr } = await shell(
      on,
      `$W amani create --url ${webhookUrl} --event document_upload --json > /dev/full`,
    );
    expect(code).toBe(11);
    expect(errorOf(stderr)).toMatchObject({ code: 'partial' });
    expect(on.stored('state')).toBeDefined();
  });

  it('to a full device after a rotation is 11, and the next command reads what is stored', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    const { code, stderr } = await shell(on, '$W amani token rotate --yes --reveal --json > /dev/full');
    expect(code).toBe(11);
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', next: 'webhook-admin amani token get' });
  });

  it('to a reader that went away is 141, without a word', async (context) => {
    const on = await createFixture(context);
    const many = Array.from({ length: 20_000 }, (_, index) => `event_number_${String(index)}`);
    on.api.expect(readEvents({ json: many }));
    const { stdout, stderr } = await shell(
      on,
      '{ $W amani events --json; echo "code $?" >&2; } | head -c 10',
    );
    expect(stdout).toBe('[{"name":"');
    expect(stderr).toBe('code 141\n');
  });

  it('to a full stderr does not hide how the run ended', async (context) => {
    const on = await createFixture(context);
    const { code } = await shell(on, '$W amani create 2> /dev/full');
    expect(code).toBe(2);
  });

  it('arrives whole at a slow reader', async (context) => {
    const on = await createFixture(context);
    const many = Array.from(
      { length: 60_000 },
      (_, index) => `event_with_a_rather_long_name_${String(index)}`,
    );
    on.api.expect(readEvents({ json: many }));
    const child = spawn(process.execPath, [binary, 'amani', 'events', '--json'], {
      cwd: on.home,
      env: { PATH: process.env['PATH'], HOME: on.home, ...on.env },
    });
    const chunks: Buffer[] = [];
    // Reads nothing before the program had every chance to fill the pipe.
    await on.api.arrived(1);
    child.stdout.pause();
    await new Promise((resolve) => setImmediate(resolve));
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    expect(text.length).toBeGreaterThan(4_000_000);
    expect(JSON.parse(text)).toHaveLength(many.length);
    expect(child.exitCode ?? (await new Promise((resolve) => child.on('close', resolve)))).toBe(0);
  });
});

describe.concurrent('text from outside', () => {
  const nasty = 'a\u001b]0;title\u0007b\u009b31mc\u0085d\re\u202ef\u200bg\u007fh';
  const visible = 'a\\u{1b}]0;title\\u{7}b\\u{9b}31mc\\u{85}d\\u{d}e\\u{202e}f\\u{200b}g\\u{7f}h';

  it('becomes visible in an error for people', async (context) => {
    const on = await createFixture(context);
    on.api.expect(
      readEvents({ status: 418, json: { detail: nasty.replace('\u0085', '').replace('\r', '') } }),
    );
    const { code, stderr } = await on.run('amani events');
    expect(code).toBe(6);
    expect(stderr).toContain(visible.replace('\\u{85}', '').replace('\\u{d}', ''));
  });

  it('becomes \\uXXXX in an error of --json, and parses to what it was', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ status: 418, json: { detail: 'x\u001b[2J\u202ey' } }));
    const { code, stderr } = await on.run('amani events --json');
    expect(code).toBe(6);
    expect(stderr).toContain('x\\u001b[2J\\u202ey');
    expect(errorOf(stderr)['message']).toContain('x\u001b[2J\u202ey');
  });

  it('never reaches the terminal in the webhook that Amani answers with', async (context) => {
    const on = await createFixture(context);
    const url = 'https://x.example.com/\u001b[2J\u001b]52;c;ZXZpbA==\u0007';
    const answer = { id: 'id\u001b[31m', url, signature_enabled: true, document_upload: true };
    on.api.expect(
      readEvents({ json: ['document_upload'] }),
      {
        method: 'PUT',
        target: '/api/v2/webhook',
        body: { url: webhookUrl, signature_enabled: true, document_upload: true },
        reply: { json: answer },
      },
      readToken(),
    );
    const { code, stdout } = await on.run(`amani create --url ${webhookUrl} --event document_upload`);
    expect(code).toBe(11);
    expect(stdout).toContain('id\\u{1b}[31m');
    const piped = await on.run('amani show');
    expect(piped.stdout).toContain('https://x.example.com/\\u{1b}[2J');
    const json = await on.run('amani show --json');
    expect(JSON.parse(json.stdout)).toMatchObject({ id: 'id\u001b[31m', url });
    const terminal = on.open('amani show', { env: { NO_COLOR: '1' } });
    await terminal.finished;
    expect(terminal.transcript()).not.toMatch(/\u001b\]52|\u001b\[2J|\u001b\[31m/u);
  });

  it('of the redirect never carries its query or password', async (context) => {
    const on = await createFixture(context);
    on.api.expect(
      readEvents({ status: 302, text: '', headers: { location: 'https://u:pw@other.example.com/?token=1' } }),
    );
    const { stderr } = await on.run('amani events');
    expect(stderr).toContain('https://other.example.com');
    expect(stderr).not.toMatch(/token=1|pw@/u);
  });
});

describe.concurrent('color', () => {
  const escape = '\u001b[';

  it('is off in a pipe, and on with FORCE_COLOR', async (context) => {
    const on = await createFixture(context);
    const plain = await shell(on, '$W amani show');
    expect(plain.stderr).not.toContain(escape);
    const forced = await shell(on, '$W amani show', { FORCE_COLOR: '1' });
    expect(forced.stderr).toContain(escape);
  });

  it.for([
    ['NO_COLOR', '', { NO_COLOR: '1' }],
    ['--no-color', '--no-color', {}],
    ['a dumb terminal', '', { TERM: 'dumb' }],
  ] as const)('is off on a terminal with %s', async ([, option, env], context) => {
    const on = await createFixture(context);
    const terminal = on.open(`amani show ${option}`, { env });
    expect((await terminal.finished).code).toBe(3);
    expect(terminal.transcript()).not.toContain(escape);
  });

  it('marks with words where symbols cannot be drawn', async (context) => {
    const on = await createFixture(context);
    const terminal = on.open('amani show', { env: { TERM: 'dumb' } });
    await terminal.finished;
    expect(terminal.screen()).toMatch(/^error: /u);
    const drawn = on.open('amani show');
    await drawn.finished;
    expect(drawn.screen()).toMatch(/^✖ /u);
  });
});

describe.concurrent('--json', () => {
  it.for([
    ['an unknown command', '--json nonsense', 2],
    ['an unknown option', 'amani events --json --nonsense', 2],
    ['a missing value', 'amani create --json --url', 2],
    ['a word too many', 'amani events extra --json', 2],
    ['a wrong global option', 'amani events --json --timeout 5', 2],
  ] as const)('makes the error a JSON line also for %s', async ([, args, exit], context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run(args);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(Object.keys(errorOf(stderr)).sort()).toEqual([
      'changed',
      'code',
      'exitCode',
      'hint',
      'httpStatus',
      'message',
      'missing',
      'next',
      'operation',
      'provider',
      'retryable',
    ]);
  });

  it('holds warnings as JSON lines before the error', async (context) => {
    const on = await createFixture(context);
    mkdirSync(on.settings, { mode: 0o755 });
    writeFileSync(path.join(on.settings, 'config.json'), '{"version":1}', { mode: 0o644 });
    const { code, stderr } = await on.run('amani show --json');
    expect(code).toBe(3);
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines.slice(0, -1)) expect(Object.keys(line)).toEqual(['warning']);
    expect(Object.keys(lines.at(-1) ?? {})).toEqual(['error']);
  });

  it('never repeats an option that holds a secret', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run(`amani events --tokn=${canary.token} --json`);
    expect(code).toBe(2);
    expect(errorOf(stderr)['message']).toContain('--tokn');
    expect((await on.run(`amani ${canary.token}`)).code).toBe(2);
    expect((await on.run(`${canary.token}`)).code).toBe(2);
  });
});

describe.concurrent('the events that were asked for', () => {
  it('are the same in all three forms', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), readEvents(), readEvents());
    const json = (
      JSON.parse((await on.run('amani events --json')).stdout) as readonly { readonly name: string }[]
    ).map(({ name }) => name);
    const piped = (await on.run('amani events')).stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0]);
    const terminal = on.open('amani events', { env: { NO_COLOR: '1' } });
    await terminal.finished;
    const shown = terminal
      .screen()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/\s+/u)[0]);
    expect([json, piped, shown]).toEqual([eventNames, eventNames, eventNames]);
  });
});
