import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown, type InputOptions, type OutputOptions, type Plugin } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.js';
import { strictServer } from '../support/strict-server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a run loaded: Node's own modules, and files below the project. */
interface Loaded {
  readonly code: number | null;
  readonly builtin: readonly string[];
  readonly files: readonly string[];
  /** Sources whose code is in the chunks that were loaded, such as `src/main.ts` or `node_modules/conf/…`. */
  readonly sources: readonly string[];
}

/** Which sources are in which chunk, from a build that is not written. */
const chunks = new Map<string, readonly string[]>();

beforeAll(async () => {
  const config: unknown = await import(pathToFileURL(path.join(root, 'rolldown.config.js')).href);
  // The project's own configuration file, which has no types.
  const { default: options } = config as {
    default: InputOptions & { readonly output: OutputOptions; readonly plugins: readonly Plugin[] };
  };
  const { output } = options;
  // All plugins but the one that writes a file.
  const plugins = options.plugins.filter(({ name }) => name !== 'notice');
  const build = await rolldown({ ...options, plugins, cwd: root, logLevel: 'silent' });
  const { output: made } = await build.generate(output);
  await build.close();
  for (const chunk of made) {
    if (chunk.type !== 'chunk') continue;
    const ids = chunk.moduleIds.map((id) =>
      path.relative(root, id.replace(/^\0/u, '')).replaceAll('\\', '/'),
    );
    chunks.set(`dist/${chunk.fileName}`, ids);
  }
});

const load = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Loaded> => {
  const folder = temporaryFolder();
  const preload = path.join(folder, 'preload.cjs');
  const report = path.join(folder, 'loaded.json');
  writeFileSync(
    preload,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)},
      JSON.stringify({ builtin: process.moduleLoadList, files: Object.keys(require.cache) })));`,
  );
  const { code } = await runCli(args, { env, nodeOptions: ['--require', preload] });
  // Written by the preload above.
  const { builtin, files } = JSON.parse(readFileSync(report, 'utf8')) as {
    builtin: string[];
    files: string[];
  };
  const own = files
    .filter((file) => file !== preload)
    .map((file) => path.relative(root, file).replaceAll('\\', '/'));
  const inDist = own.filter((file) => file.startsWith('dist/'));
  const unknown = inDist.filter((file) => !chunks.has(file));
  expect(unknown, 'dist is not built from these sources: npm run build').toEqual([]);
  return { code, builtin, files: own, sources: inDist.flatMap((file) => chunks.get(file) ?? []) };
};

const from = ({ sources }: Loaded, pattern: RegExp): readonly string[] =>
  sources.filter((id) => pattern.test(id));

const account = (url: string): Readonly<Record<string, string>> => ({
  WEBHOOK_ADMIN_AMANI_BASE_URL: url,
  WEBHOOK_ADMIN_AMANI_TOKEN: 'a-user-token-of-nobody',
});

const eventsAnswer = {
  method: 'GET',
  target: '/api/v2/webhook/events',
  reply: { json: ['document_upload'] },
};

/** The built-in fetch of Node, and what only questions, tables, servers or checks of others need. */
const heavy =
  /node_modules\/(?:inquirer|@inquirer|chalk|conf|ajv|cli-table3|yocto-spinner|undici|https-proxy-agent)\//u;
const fullZod = /node_modules\/zod\/(?:index|v3|v4\/classic)/u;
const loadsFetch = ({ builtin }: Loaded): readonly string[] => builtin.filter((name) => /undici/u.test(name));

describe('what a command loads', () => {
  it.each([['--version'], ['-V'], ['--help'], ['-h']])('%s: nothing of the program', async (option) => {
    const loaded = await load([option]);
    expect(loaded.code).toBe(0);
    expect(loaded.files.filter((file) => file !== 'package.json')).toEqual(['bin/webhook-admin.cjs']);
  });

  it('amani --help: no call, no store, no operation', async () => {
    const loaded = await load(['amani', '--help']);
    expect(loaded.code).toBe(0);
    expect(from(loaded, /^node_modules\/(?!commander\/)/u)).toEqual([]);
    expect(
      from(
        loaded,
        /src\/(?:node\/(?:storage\/stores|network\/transport)|rotation|sandbox)|providers\/(?:secret\/|amani\/(?:api|create|events)\.)/u,
      ),
    ).toEqual([]);
    expect(from(loaded, /providers\/amani\/index\.ts$/u)).toHaveLength(1);
  });

  it('amani events --json: the call, and none of what others need', async () => {
    const server = await strictServer(eventsAnswer);
    const loaded = await load(['amani', 'events', '--json'], account(server.url));
    expect(loaded.code).toBe(0);
    expect(loadsFetch(loaded)).toEqual([]);
    expect(from(loaded, heavy)).toEqual([]);
    expect(from(loaded, fullZod)).toEqual([]);
    expect(from(loaded, /^src\/(?:sandbox|rotation)\/|\/sandbox[^/]*\.ts$/u)).toEqual([]);
    expect(from(loaded, /^src\/providers\/(?!amani\/|inputs\/|secret\/calls\.ts$)[^/]+\//u)).toEqual([]);
    expect(
      from(loaded, /providers\/amani\/(?:create|update|show)\.ts$|providers\/secret\/(?!calls\.ts$)/u),
    ).toEqual([]);
    // What it does need is there, so that the patterns above are known to see it.
    expect(from(loaded, /providers\/amani\/events\.ts$/u)).toHaveLength(1);
    expect(from(loaded, /node_modules\/node-fetch\//u)).not.toEqual([]);
    expect(from(loaded, /node_modules\/zod\/v4\/mini\//u)).not.toEqual([]);
  });

  it('amani create: conf to store with, but no schema validator and no questions', async () => {
    const token = { token: 'a-webhook-secret-of-nobody' };
    const webhook = { url: 'https://hooks.example.com/', signature_enabled: true, document_upload: true };
    const server = await strictServer(
      eventsAnswer,
      { method: 'PUT', target: '/api/v2/webhook', body: webhook, reply: { json: { id: 'w1', ...webhook } } },
      { method: 'GET', target: '/api/v2/webhook/token', reply: { json: token } },
    );
    const words = ['amani', 'create', '--url', 'https://hooks.example.com/', '--all-events', '--json'];
    const loaded = await load(words, account(server.url));
    expect(loaded.code).toBe(0);
    expect(loadsFetch(loaded)).toEqual([]);
    expect(from(loaded, /node_modules\/conf\//u)).not.toEqual([]);
    expect(
      from(loaded, /node_modules\/(?:inquirer|@inquirer|chalk|ajv|cli-table3|yocto-spinner)\//u),
    ).toEqual([]);
    expect(from(loaded, fullZod)).toEqual([]);
    expect(from(loaded, /^src\/sandbox\/|\/sandbox[^/]*\.ts$/u)).toEqual([]);
  });

  it('nothing at all holds a second copy of the schema library, or a schema validator', () => {
    const all = [...chunks.values()].flat();
    expect(all.filter((id) => fullZod.test(id))).toEqual([]);
    expect(all.filter((id) => /node_modules\/ajv/u.test(id))).toEqual([]);
    expect(all.filter((id) => id.endsWith('scripts/no-schema-validator.js'))).toHaveLength(1);
  });
});
