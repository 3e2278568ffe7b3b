import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { lintWebhookUrl, type WebhookUrlRules } from '../../src/http/webhook-url.js';

const strict: WebhookUrlRules = { allowPrivate: false, loopbackAllowed: false };
const open: WebhookUrlRules = { allowPrivate: true, loopbackAllowed: false };
const sandbox: WebhookUrlRules = { allowPrivate: false, loopbackAllowed: true };

const refusal = (text: string, rules: WebhookUrlRules = strict): AppError => {
  try {
    lintWebhookUrl(text, rules);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(text)}`);
};

const privateHosts: readonly string[] = [
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '0x7f000001',
  '2130706433',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '127.255.255.255',
  '\uff11\uff12\uff17.0.0.1',
  '127\u30020.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:1]',
  '[::127.0.0.1]',
  '0.0.0.0',
  '0',
  '[::]',
  '10.0.0.1',
  '10.255.255.255',
  '0xa.1',
  '167772161',
  '[::ffff:10.0.0.1]',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '0xc0a80001',
  '100.64.0.1',
  '100.127.255.255',
  '100.100.100.200',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '192.0.0.192',
  '168.63.129.16',
  '224.0.0.1',
  '239.255.255.255',
  '255.255.255.255',
  '[ff02::1]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[64:ff9b::7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  'localhost',
  'LocalHost',
  'localhost.',
  'api.localhost',
  'api.localhost.',
  'printer.local',
  'PRINTER.LOCAL.',
  'metadata.google.internal',
  'metadata.google.internal.',
  'x.internal',
  'router.home.arpa',
  'metadata',
  'intranet',
];

describe('lintWebhookUrl', () => {
  it.each([
    ['https://hooks.example.com/amani', 'hooks.example.com'],
    ['https://hooks.example.com', 'hooks.example.com'],
    ['HTTPS://Hooks.Example.com:443/A?b=c%20d', 'hooks.example.com'],
    ['https://hooks.example.com:8443/a/../b', 'hooks.example.com:8443'],
    ['https://hooks.example.com.', 'hooks.example.com.'],
    ['https://hooks.example.com/a@b', 'hooks.example.com'],
    ['https://hooks.example.com/caf\u00e9', 'hooks.example.com'],
    ['https://xn--bcher-kva.example/', 'xn--bcher-kva.example'],
    ['https://8.8.8.8/x', '8.8.8.8'],
    ['https://172.32.0.1', '172.32.0.1'],
    ['https://100.128.0.1', '100.128.0.1'],
    ['https://[2606:4700::1111]/x', '[2606:4700::1111]'],
    ['https://[::ffff:8.8.8.8]/x', '[::ffff:808:808]'],
    ['https://localhost.example.com', 'localhost.example.com'],
    ['https://internal.example.com', 'internal.example.com'],
    ['https://mylocal.example', 'mylocal.example'],
  ])('accepts %s and keeps it as typed', (text, host) => {
    expect(lintWebhookUrl(text, strict)).toEqual({ url: text, host, warnings: [] });
  });

  it.each([
    ['http://hooks.example.com'],
    ['ftp://hooks.example.com'],
    ['javascript:alert(1)'],
    ['javascript://hooks.example.com/%0aalert(1)'],
    ['file:///etc/passwd'],
    ['//hooks.example.com'],
    ['hooks.example.com'],
    ['/path'],
    ['https:hooks.example.com'],
    ['https:/hooks.example.com'],
    ['https://'],
    ['https:///hooks.example.com'],
    ['https://?x'],
    ['https://:443/'],
    ['https://.'],
    ['https://..'],
    ['https://a..example.com'],
    ['https://hooks.example.com/#part'],
    ['https://hooks.example.com#'],
    ['https://me@hooks.example.com'],
    ['https://me:hunter2@hooks.example.com'],
    ['https://@hooks.example.com'],
    ['https://hooks.example.com\\@evil.example'],
    ['https:\\\\hooks.example.com'],
    ['https://hooks.example.com/a\\b'],
    ['https://hooks.exa\tmple.com'],
    ['https://hooks.exa\nmple.com'],
    ['https://hooks.example.com/a\r\nb'],
    ['https://hooks.example.com\u0000'],
    [' https://hooks.example.com'],
    ['https://hooks.example.com '],
    ['https://hooks.example.com/a b'],
    ['https://hooks.example.com/\u0085'],
    ['https://hooks.example.com/\u00a0'],
    ['https://hooks\u00ad.example.com'],
    ['https://hooks\u200b.example.com'],
    ['https://hooks.example.com/\u202etxt'],
    ['\ufeffhttps://hooks.example.com'],
    ['https://hooks.example.com/\ud800'],
    ['https://hooks%2eexample.com'],
    ['https://127%2e0.0.1'],
    ['https://hooks.example.com:99999'],
    ['https://[::1'],
    ['https://1.2.3.4.5'],
    [''],
  ])('refuses %j whatever is allowed', (text) => {
    for (const rules of [strict, { allowPrivate: true, loopbackAllowed: true }]) {
      const error = refusal(text, rules);
      expect(error.failure).toBe('usage');
      expect(error.message).toMatch(/Nothing was sent\.$/);
      expect(JSON.stringify([error.message, error.details])).not.toContain('hunter2');
    }
  });

  it.each(privateHosts)('refuses the private or local host %s unless that is allowed', (host) => {
    const text = `https://${host}/hook`;
    const error = refusal(text);
    expect(error.failure).toBe('usage');
    expect(error.details.hint).toContain('--allow-private-url');
    expect(error.message).toMatch(/^[ -~]+$/);
    expect(lintWebhookUrl(text, open).url).toBe(text);
  });

  it.each(['127.0.0.1', '127.9.9.9', '[::1]', 'localhost', 'localhost.', '0x7f.1'])(
    'lets deliveries go to %s, also by http, when the provider is on this machine',
    (host) => {
      for (const scheme of ['http', 'https']) {
        expect(lintWebhookUrl(`${scheme}://${host}:9000/x`, sandbox).warnings).toEqual([]);
      }
      expect(refusal(`http://${host}:9000/x`, open).message).toContain('https://');
    },
  );

  it.each([
    '10.0.0.1',
    '0.0.0.0',
    'hooks.localhost',
    'printer.local',
    '169.254.169.254',
    '[fe80::1]',
    'x.internal',
  ])('still refuses %s when only this machine is allowed', (host) => {
    expect(refusal(`https://${host}/`, sandbox).failure).toBe('usage');
    expect(refusal(`http://${host}/`, sandbox).failure).toBe('usage');
  });

  it('warns about a host typed outside ASCII and shows what it really is', () => {
    const linted = lintWebhookUrl('https://ho\u043eks.example.com/x', strict);
    expect(linted.host).toBe('xn--hoks-65d.example.com');
    expect(linted.warnings).toHaveLength(1);
    expect(linted.warnings[0]).toContain('xn--hoks-65d.example.com');
    expect(linted.warnings[0]).toMatch(/^[ -~]+$/);
  });

  it('refuses every notation of every address in 127/8, 10/8 and 192.168/16', () => {
    const address = fc
      .tuple(
        fc.constantFrom([127], [10], [192, 168]),
        fc.array(fc.nat({ max: 255 }), { minLength: 3, maxLength: 3 }),
      )
      .map(([head, tail]) => [...head, ...tail].slice(0, 4));
    const part = fc.constantFrom(
      (value: number) => String(value),
      (value: number) => `0x${value.toString(16)}`,
      (value: number) => `0${value.toString(8)}`,
    );
    fc.assert(
      fc.property(
        address,
        fc.array(part, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (bytes, notations, parts) => {
          const last = bytes.slice(parts - 1).reduce((sum, byte) => sum * 256 + byte, 0);
          const numbers = [...bytes.slice(0, parts - 1), last];
          const host = numbers.map((value, index) => notations[index]?.(value) ?? '').join('.');
          expect(refusal(`https://${host}/`).details.hint).toContain('--allow-private-url');
        },
      ),
    );
  });

  it('accepts only https URLs that parse to the host it names', () => {
    const url = fc.oneof(
      fc.webUrl({
        withFragments: true,
        withQueryParameters: true,
        authoritySettings: {
          withIPv4: true,
          withIPv4Extended: true,
          withIPv6: true,
          withPort: true,
          withUserInfo: true,
        },
      }),
      fc.string({ unit: 'binary' }).map((rest) => `https://${rest}`),
    );
    fc.assert(
      fc.property(url, (text) => {
        try {
          const linted = lintWebhookUrl(text, strict);
          const parsed = new URL(linted.url);
          expect(linted.url).toBe(text);
          expect(parsed.host).toBe(linted.host);
          expect([parsed.protocol, parsed.username, parsed.password, parsed.hash]).toEqual([
            'https:',
            '',
            '',
            '',
          ]);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.failure).toBe('usage');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
