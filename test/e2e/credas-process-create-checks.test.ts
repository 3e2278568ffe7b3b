import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { createCall, createCredasFixture, hook, processBody, somebody } from '../support/credas-account.js';

const create = `credas process create --body process.json --webhook-url ${hook}`;

const prepared = async (context: Parameters<typeof createCredasFixture>[0], body: unknown = processBody) => {
  const on = await createCredasFixture(context);
  on.write('process.json', JSON.stringify(body));
  return on;
};

describe.concurrent('credas process create before the request', () => {
  it('requires --yes without a terminal, and says how many people are invited', async (context) => {
    const two = [
      ...processBody.processEntities,
      { actorId: 101, contactViaEmail: false, contactViaSms: true, inPerson: false, ...somebody },
    ];
    const on = await prepared(context, { ...processBody, processEntities: two });
    const { code, stdout, stderr } = await on.credas(`${create} --json`);
    expect({ code, stdout, sent: on.api.seen }).toEqual({ code: 2, stdout: '', sent: [] });
    const error = errorOf(stderr);
    expect(error).toMatchObject({ code: 'usage', missing: ['--yes'], changed: 'no' });
    expect(error['hint']).toContain('2 people: 1 invited by email, 1 invited by SMS');
  });

  it('asks in a terminal, and sends nothing after no', async (context) => {
    const on = await prepared(context);
    const terminal = on.open(create, {
      env: {
        WEBHOOK_ADMIN_CREDAS_BASE_URL: on.api.url,
        WEBHOOK_ADMIN_CREDAS_API_KEY: 'Zq7user.Kx93token.Wv51vfuL08',
      },
    });
    await terminal.waitFor('Start the process?');
    expect(terminal.screen()).toContain('1 invited by email');
    expect(terminal.screen()).toContain(hook);
    terminal.type('n\r');
    expect((await terminal.finished).code).toBe(130);
    expect(on.api.seen).toEqual([]);
    for (const text of Object.values(somebody)) expect(terminal.transcript()).not.toContain(text);
  });

  it('shows the request in a dry run with every text of the body masked', async (context) => {
    const on = await prepared(context);
    const { code, stdout, stderr } = await on.credas(`${create} --reference a=1 --dry-run --json`);
    expect({ code, stderr, sent: on.api.seen }).toEqual({ code: 0, stderr: '', sent: [] });
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      requests: [
        {
          method: 'POST',
          url: `${on.api.url}/api/v2/ci/processes`,
          body: {
            title: '…',
            journeyId: '…',
            processEntities: [
              {
                firstName: '…',
                surname: '…',
                emailAddress: '…',
                phoneNumber: '…',
                actorId: 101,
                contactViaEmail: true,
                contactViaSms: false,
                inPerson: false,
              },
            ],
            webhookUrl: `${hook}?a=1`,
          },
        },
      ],
    });
    for (const text of Object.values(somebody)) expect(stdout).not.toContain(text);
    expect(on.stored('state')).toBeUndefined();
  });

  it('masks a number that may identify a person and a URL with personal data in a dry run', async (context) => {
    const on = await prepared(context, { ...processBody, dateOfBirth: 19800101, journeyVersion: 3 });
    const { code, stdout } = await on.credas(
      `credas process create --body process.json --webhook-url ${hook}?email=jane@example.org --dry-run --json`,
    );
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { requests: { body: unknown }[] }).requests[0]?.body).toMatchObject({
      dateOfBirth: '…',
      journeyVersion: 3,
      webhookUrl: '…',
    });
  });

  it.for([
    ['http://hooks.example.com/steps', 'https'],
    ['https://user:secret@hooks.example.com/steps', 'user'],
    ['https://169.254.169.254/steps', 'private'],
  ] as const)('holds the webhookStepUrl of the body to the same: %s', async ([url, why], context) => {
    const on = await prepared(context, { ...processBody, webhookStepUrl: url });
    const { code, stderr } = await on.credas(`${create} --yes --json`);
    expect({ code, sent: on.api.seen }).toEqual({ code: 2, sent: [] });
    expect(errorOf(stderr)['message']).toMatch(/^The webhookStepUrl of the body: /u);
    expect(JSON.stringify(errorOf(stderr))).toContain(why);
    expect(stderr).not.toContain('secret');
  });

  it('names the host of webhookStepUrl and personal data in it in the question', async (context) => {
    const on = await prepared(context, {
      ...processBody,
      webhookStepUrl: 'https://steps.example.com/?email=jane@example.org',
    });
    const { code, stderr } = await on.credas(create);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'The webhookStepUrl of the body seems to contain personal data: query parameter email',
    );
    expect(stderr).toContain('webhookStepUrl host: steps.example.com');
    expect(stderr).not.toContain('jane');
  });

  it('warns about personal data in the URL and in the question, without quoting it', async (context) => {
    const on = await prepared(context);
    const words = `${create} --reference email=${somebody.emailAddress}`;
    const refused = await on.credas(words);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('warning: The webhook URL seems to contain personal data');
    expect(refused.stderr).toContain('personal data in the webhook URL: query parameter email');
    expect(on.api.seen).toEqual([]);

    const url = `${hook}?email=${encodeURIComponent(somebody.emailAddress)}`;
    on.api.expect(createCall(undefined, url));
    const { code, stderr } = await on.credas(`${words} --yes --json`);
    expect(code).toBe(0);
    expect(stderr).toContain('query parameter email (an email address)');
  });

  it.for([
    [
      'another webhookUrl',
      { ...processBody, webhookUrl: 'https://other.example/' },
      'differs from --webhook-url',
    ],
    [
      'an empty e-mail address',
      { processEntities: [{ emailAddress: '' }] },
      'processEntities[0].emailAddress',
    ],
    [
      'somebody there in person and invited',
      { processEntities: [{ inPerson: true, contactViaEmail: true }] },
      'processEntities[0] cannot have both inPerson and contactViaEmail',
    ],
    ['a list', [processBody], 'not a JSON object'],
  ] as const)('refuses a body with %s, with 2', async ([, body, words], context) => {
    const on = await prepared(context, body);
    const { code, stdout, stderr } = await on.credas(`${create} --yes --json`);
    expect({ code, stdout, sent: on.api.seen }).toEqual({ code: 2, stdout: '', sent: [] });
    expect(errorOf(stderr)['message']).toContain(words);
  });

  it('rejects invalid JSON without quoting it, and exits 3 for a missing file', async (context) => {
    const on = await prepared(context);
    on.write('process.json', `{"surname":"${somebody.surname}"`);
    expect((await on.credas(`${create} --yes`)).code).toBe(2);
    const absent = create.replace('process.json', 'absent.json');
    expect((await on.credas(`${absent} --yes`)).code).toBe(3);
    expect(on.api.seen).toEqual([]);
  });

  it.for(['http://hooks.example.com/x', 'https://10.1.2.3/x', 'https://user:pw@hooks.example.com/'])(
    'exits 2 for the webhook URL %s',
    async (url, context) => {
      const on = await prepared(context);
      const { code } = await on.credas(
        `credas process create --body process.json --webhook-url ${url} --yes`,
      );
      expect({ code, sent: on.api.seen }).toEqual({ code: 2, sent: [] });
    },
  );

  it('accepts a private address with --allow-private-url', async (context) => {
    const on = await prepared(context);
    const url = 'https://10.1.2.3/x';
    on.api.expect(createCall(undefined, url));
    const args = `credas process create --body process.json --webhook-url ${url} --allow-private-url --yes --json`;
    expect((await on.credas(args)).code).toBe(0);
  });

  it('names all missing inputs at once, before it checks the settings', async (context) => {
    const on = await prepared(context);
    const { code, stderr } = await on.credas('credas process create --json', {
      env: { WEBHOOK_ADMIN_CREDAS_API_KEY: undefined },
    });
    expect(code).toBe(2);
    expect(errorOf(stderr)).toMatchObject({ missing: ['--body', '--webhook-url'] });
  });
});
