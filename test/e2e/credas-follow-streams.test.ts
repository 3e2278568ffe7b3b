import { spawn, type ChildProcess } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { clientId, notice, numbered, paths, processId } from '../support/credas-server.js';
import { createCredasFixture, type CredasFixture, type FollowedProcess } from '../support/credas-fixture.js';
import { binary, runCli } from '../support/run-cli.js';

const [one, two] = [numbered('process', 1), numbered('process', 2)];
const entityOf = (id: string): string => `b${id.slice(1)}`;
const line = (id: string): string => `${JSON.stringify(notice(id))}\n`;

/** A command line that begins with `webhook-admin`, in a shell. */
const shell = (on: CredasFixture, text: string): Promise<{ code: number | null; stderr: string }> =>
  new Promise((resolve, reject) => {
    const command = text.replace(/^webhook-admin /u, `"${process.execPath}" "${binary}" `);
    const child = spawn('/bin/sh', ['-c', command], {
      cwd: on.home,
      env: { ...on.env, PATH: process.env['PATH'], HOME: on.home },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stderr }));
  });

/** Resolves once the program has said this on stdout. */
const said = (child: ChildProcess, text: string): Promise<void> =>
  new Promise((resolve) => {
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
      if (stdout.includes(text)) resolve();
    });
  });

describe('credas follow with a standard input that stays open', () => {
  it('follows processes while more may come, and keeps complete ones when it is interrupted', async () => {
    const on = await createCredasFixture();
    for (const id of [one, two]) on.credas.process({ id, entities: [entityOf(id)] });
    let whenAsked: number | undefined;
    const { code, processes, error } = await on.follow('-', {
      stdin: 'open',
      onStart(child) {
        const complete = [one, two].map((id) => said(child, id));
        child.stdin?.write(line(one));
        void complete[0]?.then(() => {
          whenAsked = on.credas.seen.length;
          child.stdin?.write(line(two));
        });
        void complete[1]?.then(() => child.kill('SIGINT'));
      },
    });
    expect(whenAsked).toBe(4);
    expect(code).toBe(130);
    expect(processes.map(({ processId: id, outcome }) => [id, outcome])).toEqual([
      [one, 'complete'],
      [two, 'complete'],
    ]);
    expect(error).toMatchObject({ code: 'interrupted', changed: 'no' });
    expect(on.credas.seen).toHaveLength(8);
    expect(on.files().filter((name) => name.endsWith('manifest.json'))).toHaveLength(2);
  });
});

describe('credas follow with standard input named twice', () => {
  it('exits 2 before anything is sent', async () => {
    const on = await createCredasFixture();
    on.credas.process({ id: one, entities: [entityOf(one)] });
    const { code, error } = await on.follow('- -', { stdin: line(one) });
    expect({ code, failure: error?.['code'] }).toEqual({ code: 2, failure: 'usage' });
    expect(on.credas.seen).toEqual([]);
  });
});

describe('the next command of credas follow', () => {
  it('is quoted for the shell, whatever the name of the folder', async () => {
    const on = await createCredasFixture();
    const pending = { json: { id: processId, clientId, status: 1, processActors: [] } };
    on.credas.process();
    on.credas.answer('GET', paths.process(), pending, {
      json: { id: processId, clientId, status: 2, processActors: [] },
    });
    const folder = "it's here; $(touch no)";
    const words = ['credas', 'follow', '--process', processId, '--only', 'details'];
    const { code, stderr } = await runCli([...words, '--output-dir', folder, '--json'], {
      home: on.home,
      env: on.env,
    });
    expect(code).toBe(8);
    const { error } = JSON.parse(stderr) as { readonly error: { readonly next: string } };
    expect(error.next).toContain(`--output-dir 'it'\\''s here; $(touch no)'`);
    const pasted = await shell(on, error.next);
    expect(pasted.code, pasted.stderr).toBe(0);
    expect(on.files()).toEqual([
      folder,
      `${folder}/credas-${processId}`,
      `${folder}/credas-${processId}/details.json`,
      `${folder}/credas-${processId}/manifest.json`,
    ]);
  });
});

describe('credas follow with a full standard output', () => {
  it.each(['', ' --json'])('exits 3, and does not fetch saved parts again%s', async (json) => {
    const on = await createCredasFixture();
    on.credas.process();
    const { code, stderr } = await shell(
      on,
      `webhook-admin credas follow --process ${processId}${json} > /dev/full`,
    );
    expect(code).toBe(3);
    expect(stderr).toContain('tandard output');
    const before = on.credas.seen.length;
    const again: { readonly processes: readonly FollowedProcess[] } = await on.follow(
      `--process ${processId}`,
    );
    expect(again).toMatchObject({ code: 0, processes: [{ outcome: 'complete' }] });
    expect(on.credas.seen.length).toBe(before);
  });
});
