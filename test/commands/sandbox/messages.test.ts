import { describe, expect, it } from 'vitest';
import { eventLine, readyText } from '../../../src/commands/sandbox/messages.js';
import { countingService } from '../../sandbox/counting-service.js';

const delivery = { type: 'delivery', provider: 'p', event: 'made', url: 'http://127.0.0.1:1/x' } as const;

describe('eventLine', () => {
  it('has the result of a delivery', () => {
    expect(eventLine({ ...delivery, status: 204, fault: null })).toBe(
      'p  delivers made to http://127.0.0.1:1/x  204',
    );
    expect(eventLine({ ...delivery, status: null, fault: 'connect' })).toBe(
      'p  delivers made to http://127.0.0.1:1/x  no response  (connect)',
    );
  });

  it('says why a delivery to another machine is not sent', () => {
    const url = 'https://hooks.example.com/x';
    expect(eventLine({ ...delivery, url, status: null, fault: 'elsewhere' })).toBe(
      `p  does not deliver made to ${url}: the sandbox delivers to this machine only`,
    );
  });
});

describe('readyText', () => {
  it('quotes values for the shell', () => {
    const service = { ...countingService(), credentials: { token: `it's fake` } };
    const server = {
      port: 1,
      urls: { p: 'http://127.0.0.1:1' },
      running: [],
      close: () => Promise.resolve(),
    };
    const lines = readyText([{ id: 'p', service }], server).split('\n');
    expect(lines).toContain(String.raw`  export WEBHOOK_ADMIN_P_TOKEN='it'\''s fake'`);
    expect(lines).toContain(`  curl -d '{"provider":"p","event":"EVENT"}' http://127.0.0.1:1/_sandbox/emit`);
  });
});
