import { spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptorStage, headerName, person, personWords } from '../support/emptor-api.js';
import { binary } from '../support/run-cli.js';
import { canary, type Stage } from '../support/stage.js';

const url = 'http://127.0.0.1:9/emptor';

const create = (to: string): string =>
  `emptor person create --country PE --body person.json --webhook-url ${to} --webhook-details --webhook-header ${headerName} --yes --json`;

interface Delivery {
  readonly method: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A server that keeps the first delivery that it gets. */
const receiver = async () => {
  let got: (delivery: Delivery) => void = () => undefined;
  const first = new Promise<Delivery>((resolve) => (got = resolve));
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Delivery['body']; // fails when it is none
      got({ method: request.method, headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, first };
};

interface Ready {
  readonly urls: { readonly emptor: string };
  readonly credentials: { readonly emptor: { readonly apiKey: string } };
}

/** The built sandbox on a free port, until the test ends; gives its first line. */
const served = ({ home }: Stage): Promise<Ready> => {
  const child = spawn(process.execPath, [binary, 'sandbox', '--port', '0', '--json'], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const [line = '', ...more] = text.split('\n');
      if (more.length > 0) resolve(JSON.parse(line) as Ready); // the promise of its first line
    });
    child.on('close', () => reject(new Error('the sandbox ended')));
  });
};

describe('emptor in the sandbox', () => {
  it('creates a person with a header, and completes it by time', async (context) => {
    const on = await emptorStage(context);
    const created = await on.run(`${create(url)} --sandbox`);
    expect({ code: created.code, stderr: created.stderr }).toEqual({ code: 0, stderr: '' });
    const { personId } = JSON.parse(created.stdout) as { personId: string }; // fails the test when it is not
    const status = async (): Promise<unknown> => {
      const { stdout } = await on.run(`emptor status ${personId} --country PE --sandbox --json`);
      return (JSON.parse(stdout) as { status: unknown }).status;
    };
    expect(await status()).toBe('PENDING');
    await expect.poll(status, { timeout: 10_000, interval: 250 }).toBe('PASSED');
    expect(on.api.seen).toEqual([]);
    for (const word of personWords) expect(created.stdout + created.stderr).not.toContain(word);
  });

  it('goes on with the status of the person: no setting counts there, so there is no header to set', async (context) => {
    const on = await emptorStage(context);
    const { code, stderr } = await on.run(`${create(url).replace(' --json', '')} --sandbox`);
    expect(code).toBe(0);
    expect(stderr).toContain('webhook-admin emptor status ');
    expect(stderr).not.toContain('config set');
  });

  it('takes a mapping, and gives it back', async (context) => {
    const on = await emptorStage(context);
    expect((await on.run(`emptor mapping set --url ${url} --sandbox --yes`)).code).toBe(0);
    const { stdout } = await on.run('emptor mapping get --sandbox --json');
    expect(JSON.parse(stdout)).toMatchObject({ url, basis: 'assumed' });
    expect(on.stored('state')).toBeUndefined();
  });

  it('posts the folder to the webhook of the person, with the header that was chosen', async (context) => {
    const on = await emptorStage(context);
    const [hook, { urls, credentials }] = [await receiver(), await served(on)];
    const { code, stdout } = await on.run(create(hook.url), {
      env: {
        WEBHOOK_ADMIN_EMPTOR_BASE_URL: urls.emptor,
        WEBHOOK_ADMIN_EMPTOR_API_KEY: credentials.emptor.apiKey,
        WEBHOOK_ADMIN_EMPTOR_HEADER_VALUE: canary.oldSecret,
      },
    });
    expect(code).toBe(0);
    const { personId } = JSON.parse(stdout) as { personId: string }; // fails the test when it is not
    const { method, headers, body } = await hook.first;
    expect({ method, secret: headers[headerName.toLowerCase()] }).toEqual({
      method: 'POST',
      secret: canary.oldSecret,
    });
    expect(body).toMatchObject({ id: personId, status: 'PASSED', custom_data: person.custom_data });
  });
});
