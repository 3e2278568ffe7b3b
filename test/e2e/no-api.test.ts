import { describe, expect, it } from 'vitest';
import { variableName } from '../../src/providers/names.js';
import { isAbsent } from '../../src/providers/contract.js';
import { registry } from '../../src/providers/registry.js';
import { errorOf } from '../support/amani-api.js';
import { canary, createFixture } from '../support/fixture.js';

interface Case {
  readonly id: string;
  readonly verb: string;
  readonly reason: string;
  readonly instead: string | undefined;
  readonly credential: string;
}

const cases: readonly Case[] = (
  await Promise.all(
    registry.map(async (entry) => {
      const { id, verbs, access } = await entry.load();
      return Object.entries(verbs).flatMap(([verb, answer]) =>
        isAbsent(answer)
          ? [{ id, verb, reason: answer.reason, instead: answer.instead, credential: access.credential }]
          : [],
      );
    }),
  )
).flat();

describe.concurrent('a verb that the API of a provider does not have', () => {
  it('is one of those that the vendors leave out', () => {
    const absent = cases.map(({ id, verb }) => `${id} ${verb}`);
    // A vendor's own list: what is offered by mistake would otherwise be a case less.
    for (const id of ['amani', 'credas', 'emptor', 'keyclic']) {
      const verbs = id === 'amani' ? [] : ['create', 'token get', 'token rotate', 'update'];
      expect(absent.filter((one) => one.startsWith(`${id} `)).sort()).toEqual(
        verbs.map((verb) => `${id} ${verb}`),
      );
    }
  });

  it.for(cases)(
    '$id $verb: ends with 7, the reason and the way out, and sends nothing',
    async ({ id, verb, reason, instead, credential }, context) => {
      const on = await createFixture(context);
      const account = {
        [variableName(id, 'baseUrl')]: on.api.url,
        [variableName(id, credential)]: canary.token,
      };
      for (const env of [{}, account]) {
        for (const more of ['', ' --url https://hooks.example.com/x --no-such-option=1 word', ' --dry-run']) {
          const { code, stdout, stderr } = await on.run(`${id} ${verb}${more}`, { env });
          expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
          expect(stderr).toContain(`error: ${reason} Nothing was sent.\n`);
          if (instead !== undefined) expect(stderr).toContain(`  ${instead}\n`);
        }
      }
      const { code, stdout, stderr } = await on.run(`${id} ${verb} --no-such-option --json`, {
        env: account,
      });
      expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
      expect(errorOf(stderr)).toMatchObject({
        code: 'unsupported',
        exitCode: 7,
        message: `${reason} Nothing was sent.`,
        provider: id,
        operation: verb,
        changed: 'no',
        retryable: false,
      });
      expect(errorOf(stderr)['hint']).toBe(instead);
      expect(on.api.seen).toEqual([]);
      expect(on.stored('state')).toBeUndefined();
    },
  );

  it.for(cases)('$id $verb: is listed under "Not offered" in help', async ({ id, verb, reason }, context) => {
    const on = await createFixture(context);
    const group = verb.split(' ').slice(0, -1).join(' ');
    const { stdout } = await on.run(`${id} ${group} --help`);
    expect(stdout).toContain('Not offered');
    // Help breaks its lines where they are long.
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(reason);
    const page = await on.run(`${id} ${verb} --help`);
    expect(page.code).toBe(0);
    expect(page.stdout.replaceAll(/\s+/gu, ' ')).toContain(`Not offered. ${reason}`);
  });
});
