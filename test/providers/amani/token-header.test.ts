import { describe, expect, it } from 'vitest';
import { runMain } from '../../support/run-main.js';

const create = '--sandbox --url https://hooks.example.com/amani --all-events --no-signature';

describe('a webhook without signatures', () => {
  it('says that the header is not documented, and how to record it', async () => {
    const run = await runMain(`amani create ${create}`);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('does not document which header');
    expect(run.stderr).toContain('webhook-admin config set amani.tokenHeader NAME');
  });

  it('says nothing of it with signatures', async () => {
    const run = await runMain(`amani create ${create.replace(' --no-signature', '')}`);
    expect(run.stderr).not.toContain('header');
  });
});

describe('the header that was recorded', () => {
  it('is named where the security of the webhook is shown', async () => {
    const on = (await runMain('config set amani.tokenHeader X-Seen-Token')).stores('/config');
    await on.update((open) => {
      open('state')['profiles'] = {
        default: {
          amani: {
            webhook: {
              origin: 'https://eu.amani.ai',
              id: 'id-1',
              url: 'https://hooks.example.com/amani',
              signature: false,
              events: { document_upload: true },
              confirmedAt: '2026-01-01T00:00:00.000Z',
            },
          },
        },
      };
    });
    const run = await runMain('amani show', { stores: on, terminal: true });
    expect(run.stdout).toContain('the secret itself in the header X-Seen-Token');
  });
});
