import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/main.js';
import { machineWorld } from '../src/node/machine.js';
import type { ProviderEntry } from '../src/providers/contract.js';
import type { InputStream, OutputStream, World } from '../src/world.js';
import { sourceTree, writeInTree } from './support/source-tree.js';
import { strictServer, type Expected } from './support/strict-server.js';

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

/** Runs a command line of the page with the page's provider and no other. */
const run = async (typed: string, ...script: Expected[]) => {
  const server = await strictServer(...script);
  const stdout = recorder();
  const stderr = recorder();
  const entry: unknown = await import(path.join(tree, 'src/providers/registry-entry.ts'));
  const { acmeEntry } = entry as { readonly acmeEntry: ProviderEntry }; // the page's own export, type-checked above
  const world: World = {
    ...machineWorld(),
    stdout,
    stderr,
    stdin: noInput,
    env: {
      WEBHOOK_ADMIN_CONFIG_DIR: path.join(tree, 'config'),
      WEBHOOK_ADMIN_ACME_BASE_URL: server.url,
      WEBHOOK_ADMIN_ACME_API_KEY: 'an-api-key-of-nobody',
    },
  };
  const code = await main(typed.split(' '), world, [acmeEntry]);
  return { code, stdout: stdout.text(), stderr: stderr.text(), seen: server.seen };
};

const created: Expected = {
  method: 'POST',
  target: '/v1/webhooks',
  body: { url: 'https://hooks.example.com/acme' },
  reply: { status: 201, json: { id: 'w1', url: 'https://hooks.example.com/acme' } },
};

describe('docs/add-a-provider.md', () => {
  it('shows a whole provider that compiles', () => {
    expect(files.map(({ place }) => path.basename(place)).sort()).toEqual([
      'api.ts',
      'create.ts',
      'index.ts',
      'inputs.ts',
      'registry-entry.ts',
      'verify-credential.ts',
    ]);
    expect(complaints(files.map(({ place }) => place))).toEqual([]);
  }, 60_000);

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
      const sends = typed.startsWith('acme create --url') && !typed.includes('--dry-run');
      const { code, stderr } = await run(typed, ...(sends ? [created] : []));
      expect(code, `${typed}\n${stderr}`).toBe(exit);
    }
  });

  it('sends what it declares, with the key, and prints the document', async () => {
    const { stdout, seen } = await run('acme create --url https://hooks.example.com/acme --json', created);
    expect(JSON.parse(stdout)).toEqual({ provider: 'acme', id: 'w1', url: 'https://hooks.example.com/acme' });
    expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'an-api-key-of-nobody' });
  });

  it('gives the provider its help, with what is not offered', async () => {
    const { stdout } = await run('acme --help');
    expect(stdout).toMatch(/^ {2}create +Register a webhook\.$/mu);
    expect(stdout).toMatch(/^Not offered\n(?:.*\n)* {2}token rotate +Acme does not sign/mu);
  });
});
