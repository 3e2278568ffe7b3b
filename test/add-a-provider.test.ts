import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/main.js';
import { machineWorld } from '../src/node/machine.js';
import type { ProviderEntry } from '../src/providers/contract.js';
import type { InputStream, OutputStream, World } from '../src/world.js';
import { sourceTree, writeInTree } from './support/source-tree.js';
import { strictServer, type Expected, type StrictServer } from './support/strict-server.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(path.join(root, 'docs/add-a-provider.md'), 'utf8');

const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gsu'))].map(([, code = '']) => code);

/** The page's files: the first line of each block names its place. */
const files = blocks('ts').map((code) => {
  const place = /^\/\/ (src\/\S+)/u.exec(code)?.[1] ?? '';
  // The registry's own file is there already; its new entry is compiled beside it.
  return { place: place.replace('registry.ts', 'registry-entry.ts'), code };
});

const commands = blocks('sh')
  .flatMap((block) => block.split('\n'))
  .flatMap((line) => {
    const [, typed, exit = '0'] = /^webhook-admin (.*?)(?: # exit (\d+))?$/u.exec(line) ?? [];
    return typed === undefined ? [] : [{ typed, exit: Number(exit) }];
  });

let tree = '';
beforeAll(() => {
  tree = sourceTree(root, files);
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** What the compiler says about files of the tree, under the project's own rules. */
const complaints = (places: readonly string[]): readonly string[] => {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    readonly config: unknown; // read from our own tsconfig.json
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const names = places.map((place) => path.join(tree, place));
  const program = ts.createProgram(names, {
    ...options,
    typeRoots: [path.join(root, 'node_modules/@types')],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || names.includes(file.fileName))
    .map(
      ({ file, messageText }) =>
        `${path.basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
};

const recorder = (): OutputStream & { readonly text: () => string } => {
  let written = '';
  return {
    isTerminal: false,
    write: (text) => {
      written += text;
      return Promise.resolve();
    },
    text: () => written,
  };
};

const noInput: InputStream = {
  isTerminal: false,
  read: () => Promise.resolve(new Uint8Array()),
  async *pieces() {},
};

/** A clock that does not wait. */
const clock = { now: () => new Date(), sleep: () => Promise.resolve() };

/** Runs a command line of the page with the page's provider and no other. */
const run = async (typed: string, ...script: Expected[]) => runOn(await strictServer(...script), typed);

const runOn = async (server: StrictServer, typed: string) => {
  const stdout = recorder();
  const stderr = recorder();
  const entry: unknown = await import(path.join(tree, 'src/providers/registry-entry.ts'));
  const { acmeEntry } = entry as { readonly acmeEntry: ProviderEntry }; // the page's own export, type-checked above
  const world: World = {
    ...machineWorld(),
    stdout,
    stderr,
    stdin: noInput,
    clock,
    env: {
      WEBHOOK_ADMIN_CONFIG_DIR: path.join(tree, 'config'),
      WEBHOOK_ADMIN_ACME_BASE_URL: server.url,
      WEBHOOK_ADMIN_ACME_API_KEY: 'an-api-key-of-nobody',
    },
  };
  const code = await main(typed.split(' '), world, [acmeEntry]);
  return { code, stdout: stdout.text(), stderr: stderr.text(), seen: server.seen };
};

const events: Expected = { method: 'GET', target: '/v1/events', reply: { json: ['order.paid'] } };
const created = (url = 'https://hooks.example.com/acme'): Expected => ({
  method: 'POST',
  target: '/v1/webhooks',
  body: { url },
  reply: { status: 201, json: { id: 'w1', url } },
});
const oldSecret = 'Zq7old.Kx93acme.Wv51';
const newSecret = 'Zq7new.Kx93acme.Wv51';
const readSecret = (secret: string): Expected => ({
  method: 'GET',
  target: '/v1/secret',
  reply: { json: { secret } },
});
const changeSecret = (reply: Expected['reply'] = { json: { secret: newSecret } }): Expected => ({
  method: 'POST',
  target: '/v1/secret',
  reply,
});

/** What each command of the page sends, in its order; the others send nothing. */
const sends: Readonly<Record<string, readonly Expected[]>> = {
  'acme events': [events],
  'acme create --url https://hooks.example.com/acme': [created(), readSecret(oldSecret)],
  'acme create --url https://10.0.0.7/acme --allow-private-url': [
    created('https://10.0.0.7/acme'),
    readSecret(oldSecret),
  ],
  'acme token get': [readSecret(oldSecret)],
  'acme token rotate --yes': [readSecret(oldSecret), changeSecret(), readSecret(newSecret)],
};

describe('docs/add-a-provider.md', () => {
  it('shows a whole provider that compiles', () => {
    expect(files.map(({ place }) => path.basename(place)).sort()).toEqual([
      'api.ts',
      'create.ts',
      'events.ts',
      'index.ts',
      'inputs.ts',
      'registry-entry.ts',
    ]);
    expect(complaints(files.map(({ place }) => place))).toEqual([]);
  }, 60_000);

  it('names only files that there are', () => {
    const named = [...page.matchAll(/`((?:src|test)\/[\w/.-]+\.ts)`/gu)].map(([, file = '']) => file);
    const missing = named.filter((file) => !/acme/u.test(file) && !existsSync(path.join(root, file)));
    expect(named.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });

  it('needs at most 150 lines of code, blank lines and the comments with their places included', () => {
    const own = files.filter(({ place }) => place.startsWith('src/providers/acme/'));
    const lines = own.flatMap(({ code }) => code.trimEnd().split('\n'));
    expect(lines.length).toBeLessThanOrEqual(150);
  });

  it('is right that the compiler asks for what is not answered', () => {
    const index = files.find(({ place }) => place.endsWith('index.ts'));
    const place = 'src/providers/acme/half.ts';
    const code = (index?.code ?? '').replace(/^ +sandbox: absent.*\n/mu, '');
    writeInTree(tree, { place, code });
    expect(complaints([place]).join('\n')).toMatch(/^half\.ts: .*'sandbox' is missing/u);
  }, 60_000);

  it('ends its commands as it says', async () => {
    expect(commands.length).toBeGreaterThan(5);
    for (const { typed, exit } of commands) {
      const { code, stderr } = await run(typed, ...(sends[typed] ?? []));
      expect(code, `${typed}\n${stderr}`).toBe(exit);
    }
  });

  it('sends what it declares, with the key, and prints the document', async () => {
    const { stdout, seen } = await run(
      'acme create --url https://hooks.example.com/acme --json',
      created(),
      readSecret(oldSecret),
    );
    expect(JSON.parse(stdout)).toEqual({ provider: 'acme', id: 'w1', url: 'https://hooks.example.com/acme' });
    expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'an-api-key-of-nobody' });
  });

  it('prints the registered webhook and exits with 11 when its secret cannot be read', async () => {
    const { code, stdout, stderr } = await run(
      'acme create --url https://hooks.example.com/acme --json',
      created(),
      { ...readSecret(''), reply: { status: 403, json: {} } },
    );
    expect(code).toBe(11);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'w1' });
    expect(stderr).toContain('webhook-admin acme token get');
  });

  it('rotates the secret with one change, and stores the new one and the old one', async () => {
    const got = await run(
      'acme token rotate --yes --json',
      readSecret(oldSecret),
      changeSecret(),
      readSecret(newSecret),
    );
    expect(got.code, got.stderr).toBe(0);
    expect(JSON.parse(got.stdout)).toMatchObject({ provider: 'acme', rotated: true, stored: true });
    const stored = readFileSync(path.join(tree, 'config/credentials.json'), 'utf8');
    expect(stored).toContain(newSecret);
    expect(stored).toContain(oldSecret);
  });

  it('recovers a rotation whose response was lost', async () => {
    const unchanged = readSecret(newSecret);
    const rotation = [unchanged, changeSecret({ status: 502, text: 'bad gateway' })];
    const server = await strictServer(...rotation, unchanged, unchanged, unchanged);
    const lost = await runOn(server, 'acme token rotate --yes');
    expect(lost.code).toBe(11);
    expect(lost.stderr).toContain('webhook-admin acme token recover');
    expect((await runOn(server, 'acme token rotate --yes')).code).toBe(12);

    server.expect(readSecret('Zq7third.Kx93acme'));
    const { code, stdout } = await runOn(server, 'acme token recover --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rotated: true, stored: true });
    expect((await runOn(server, 'acme token recover --json')).stdout).toContain('"rotated":false');
  });

  it('gives the provider its help, with what is not offered', async () => {
    const { stdout } = await run('acme --help');
    expect(stdout).toMatch(/^ {2}create +Register a webhook\.$/mu);
    expect(stdout).toMatch(/^Not offered\n(?:.*\n)* {2}update +Acme has no call/mu);
  });
});
