import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { runCli, temporaryFolder } from '../support/run-cli.js';

const create =
  'emptor person create --country PE --body person.json --webhook-url https://hooks.example.com/e --yes --json';

describe('emptor person create of an account that is not set up', () => {
  it.each([
    ['', ['WEBHOOK_ADMIN_EMPTOR_API_KEY']],
    [' --webhook-header X-Secret', ['WEBHOOK_ADMIN_EMPTOR_API_KEY', 'WEBHOOK_ADMIN_EMPTOR_HEADER_VALUE']],
  ])('names all missing secrets at once%s', async (more, missing) => {
    const home = temporaryFolder();
    writeFileSync(path.join(home, 'person.json'), '{"document_id":"1"}');
    const { code, stdout, stderr } = await runCli(`${create}${more}`.split(' '), { home });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'config', changed: 'no', missing });
  });
});
