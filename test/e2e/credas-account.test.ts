import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  createCredasFixture,
  expectCredasHeaders,
  journeyId,
  wrongAnswers,
} from '../support/credas-account.js';
import { canary } from '../support/fixture.js';
import type { Expected, Reply } from '../support/strict-server.js';

const answer = [
  {
    id: journeyId,
    title: 'Identity check',
    description: '',
    isActive: true,
    webhookEnabled: false,
    actors: [
      { id: 3, title: 'Customer', canAddMultiple: false, isClient: false },
      { id: 4, title: 'Agent' },
    ],
    stepTypes: [1, 9],
    industries: null,
  },
];

const readJourneys = (reply: Reply = { json: answer }): Expected => ({
  method: 'GET',
  target: '/api/v2/ci/journeys',
  reply,
});

describe.concurrent('credas journeys', () => {
  it('lists journeys with their actors and the undocumented webhook flag', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readJourneys());
    const { code, stdout, stderr } = await on.credas('credas journeys --json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      {
        id: journeyId,
        title: 'Identity check',
        isActive: true,
        webhookEnabled: false,
        actors: [
          { id: 3, title: 'Customer' },
          { id: 4, title: 'Agent' },
        ],
      },
    ]);
    expectCredasHeaders(on.api, on.api.seen[0]);
  });

  it('prints one row per journey when stdout is a pipe', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readJourneys({ json: [...answer, { Id: journeyId, Title: 'T' }] }));
    const { code, stdout } = await on.credas('credas journeys');
    expect(code).toBe(0);
    expect(stdout).toBe(
      `${journeyId}\tIdentity check\tyes\tno\t3 Customer, 4 Agent\n${journeyId}\tT\t\t\t\n`,
    );
  });

  // Nobody is in the journeys, so that the words of a refusal are shown.
  it.for(wrongAnswers.filter(([name]) => !name.includes('somebody')))(
    'ends with the documented exit code for %s',
    async ([, reply, exit, words], context) => {
      const on = await createCredasFixture(context);
      on.api.expect(readJourneys(reply));
      const { code, stdout, stderr } = await on.credas('credas journeys --retries 0 --json');
      expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
      expect(errorOf(stderr)['message']).toContain(words);
      expect(errorOf(stderr)).toMatchObject({ changed: 'no', provider: 'credas', operation: 'journeys' });
    },
  );

  it.for([
    ['an object', { journeys: answer }],
    ['an id that is none', [{ ...answer[0], id: 'x' }]],
    ['a flag as text', [{ ...answer[0], isActive: 'true' }]],
    ['one field in two spellings', [{ ...answer[0], Title: 'x' }]],
  ] as const)('exits 6 when the response has %s', async ([, json], context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readJourneys({ json }));
    const { code, stderr } = await on.credas('credas journeys --json');
    expect(code).toBe(6);
    expect(errorOf(stderr)['message']).toContain('JSON with an unexpected shape');
  });

  it('escapes control characters in texts of the response', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readJourneys({ json: [{ id: journeyId, title: 'a\u001b[31mb\tc' }] }));
    const { stdout } = await on.credas('credas journeys');
    expect(stdout).toContain('a\\u{1b}[31mb\\u{9}c');
  });
});

describe.concurrent('the Credas account', () => {
  const login = 'auth login credas --api-key-stdin --json';
  const withoutKey = { WEBHOOK_ADMIN_CREDAS_API_KEY: undefined };

  it('stores the key for its origin after a check with the journeys', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readJourneys());
    const { code, stdout } = await on.credas(login, { env: withoutKey, stdin: canary.token });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ provider: 'credas', origin: on.api.url });
    expectCredasHeaders(on.api, on.api.seen[0]);
  });

  it('does not store a key that Credas rejects, and explains the 403', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readJourneys({ status: 403, json: {} }));
    const { code, stderr } = await on.credas(login, { env: withoutKey, stdin: canary.token });
    expect(code).toBe(4);
    expect(errorOf(stderr)['hint']).toContain('one environment: production or demo');
    expect(on.stored('credentials')).toBeUndefined();
  });

  it.for(['journeys', `checks ${journeyId}`, `details ${journeyId}`])(
    'is required by %s before anything is sent',
    async (words, context) => {
      const on = await createCredasFixture(context);
      const { code, stderr } = await on.credas(`credas ${words} --json`, { env: withoutKey });
      expect({ code, sent: on.api.seen }).toEqual({ code: 3, sent: [] });
      expect(errorOf(stderr)['missing']).toContainEqual(
        expect.stringContaining('WEBHOOK_ADMIN_CREDAS_API_KEY'),
      );
    },
  );

  it('accepts production and demo as environments', async (context) => {
    const on = await createCredasFixture(context);
    const env = { WEBHOOK_ADMIN_CREDAS_BASE_URL: 'demo' };
    const { code, stdout } = await on.credas(
      [
        'credas',
        'process',
        'create',
        '--body',
        'p.json',
        '--webhook-url',
        'https://h.example.com/',
        '-n',
        '--json',
      ],
      { env, stdin: '' },
    );
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    on.write('p.json', '{}');
    const planned = await on.credas(
      'credas process create --body p.json --webhook-url https://h.example.com/ -n --json',
      { env },
    );
    expect(JSON.parse(planned.stdout)).toMatchObject({
      requests: [{ url: 'https://portal.credasdemo.com/api/v2/ci/processes' }],
    });
  });

  it.for([
    ['header', 'web-hook', 'letters and digits'],
    ['pdfRoute', 'both', 'entity or process'],
  ] as const)('takes no %s that cannot be: %s', async ([key, value, words], context) => {
    const on = await createCredasFixture(context);
    const { code, stderr } = await on.credas(`config set credas.${key} ${value}`);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe.concurrent('credas commands without an API call', () => {
  it.for([
    ['create', 'credas process create'],
    ['update', 'credas process create'],
    ['token get', 'config set credas.header'],
    ['token rotate', 'config set credas.header'],
  ] as const)('ends with 7 and the way out: %s', async ([verb, way], context) => {
    const on = await createCredasFixture(context);
    const { code, stderr } = await on.credas(`credas ${verb} --json`);
    expect({ code, sent: on.api.seen }).toEqual({ code: 7, sent: [] });
    expect(errorOf(stderr)).toMatchObject({ code: 'unsupported', changed: 'no' });
    expect(errorOf(stderr)['hint']).toContain(way);
  });

  it('lists the kinds of deliveries and how each is configured, without a request', async (context) => {
    const on = await createCredasFixture(context);
    const { code, stdout } = await on.credas('credas events --json', {
      env: { WEBHOOK_ADMIN_CREDAS_API_KEY: undefined },
    });
    expect(code).toBe(0);
    const events = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect(events.map(({ name, source }) => [name, source])).toEqual([
      ['process', 'documented'],
      ['process-actor', 'documented'],
      ['ongoing-monitoring', 'documented'],
      ['status-update', 'documented'],
    ]);
    for (const event of events) {
      expect(event['description']).toMatch(/\w/u);
      expect(event['configured']).toMatch(/Credas staff|credas process create/u);
    }
  });
});
