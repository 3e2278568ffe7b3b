import { describe, expect, it } from 'vitest';
import { absent } from '../../src/providers/contract.js';
import { notOffered } from '../../src/providers/not-offered.js';

const nextOf = (instead?: string): string | undefined =>
  notOffered({ id: 'acme' }, 'create', absent('Acme has no call for it.', instead)).details.next;

describe('the next command of an unsupported operation', () => {
  it.each([
    [
      'Draft it: webhook-admin acme draft --url https://a.example/x',
      'webhook-admin acme draft --url https://a.example/x',
    ],
    ['One: webhook-admin acme one. Two: webhook-admin acme two.', 'webhook-admin acme one'],
    [
      'Set it; name it: webhook-admin config set acme.header NAME',
      'webhook-admin config set acme.header NAME',
    ],
  ])('is the first command after a colon: %s', (instead, command) => {
    expect(nextOf(instead)).toBe(command);
  });

  it.each([undefined, 'Write to Acme.', 'For a new one, webhook-admin acme draft drafts the message.'])(
    'is undefined when no command follows a colon: %s',
    (instead) => {
      expect(nextOf(instead)).toBeUndefined();
    },
  );
});
