import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkBase, selfLink } from '../../../src/providers/keyclic/resource-target.js';

const base = linkBase('https://api.keyclic.com', 'https://api.keyclic.com');
const judge = (href: unknown, on = base) => selfLink({ _links: { self: href } }, on);
const id = 'b0e7e28f-5b91-4c73-875e-8f34aa03553a';

describe('the self link of a resource', () => {
  it.each([
    [`/tasks/${id}`, `/tasks/${id}`],
    [`/v2/tasks/${id}`, `/v2/tasks/${id}`],
    [`https://api.keyclic.com/tasks/${id}`, `/tasks/${id}`],
    [`https://API.keyclic.com:443/tasks/${id}`, `/tasks/${id}`],
    [`HTTPS://api.keyclic.com/tasks/${id}`, `/tasks/${id}`],
  ])('is a path on the configured origin: %s', (href, path) => {
    expect(judge(href)).toEqual({ kind: 'path', path });
    expect(judge({ href, iriTemplate: { mapping: {} } })).toEqual({ kind: 'path', path });
  });

  it.each([[undefined], [null], [''], ['...'], ['..']])('is none for %j', (href) => {
    expect(judge(href)).toEqual({ kind: 'none' });
    if (href !== undefined) expect(judge({ href })).toEqual({ kind: 'none' });
    expect(selfLink({ _links: '...' }, base)).toEqual({ kind: 'none' });
    expect(selfLink({}, base)).toEqual({ kind: 'none' });
  });

  it.each([
    ['https://evil.example/tasks/1'],
    ['https://api.keyclic.com.evil.example/tasks/1'],
    ['https://api.keyclic.com@evil.example/tasks/1'],
    ['https://user:pass@api.keyclic.com/tasks/1'],
    ['https://api.keyclic.com:8443/tasks/1'],
    ['http://api.keyclic.com/tasks/1'],
    ['https://api.keyclic.com./tasks/1'],
    ['https://127.0.0.1/tasks/1'],
    ['https://2130706433/tasks/1'],
    ['https://[::1]/tasks/1'],
    ['https://арі.keyclic.com/tasks/1'],
    ['https://api.keyclic.com%2eevil.example/tasks/1'],
    ['https://api.keyclic.com\\@evil.example/tasks/1'],
    ['https:\\\\evil.example\\tasks\\1'],
    ['https:/evil.example/tasks/1'],
    ['https:evil.example'],
    ['//evil.example/tasks/1'],
    ['///evil.example/tasks/1'],
    ['/\\evil.example/tasks/1'],
    ['\\\\evil.example\\tasks'],
    ['ht\ttps://evil.example/'],
    [' https://evil.example/'],
    ['\nhttps://api.keyclic.com/tasks/1'],
    ['javascript:alert(1)'],
    ['file:///etc/passwd'],
    ['data:application/json,{}'],
  ])('is foreign: %j', (href) => {
    expect(judge(href)).toEqual({ kind: 'foreign' });
  });

  it.each([
    ['tasks/1'],
    ['../tasks/1'],
    ['/tasks/../webhooks/1'],
    ['/tasks/./1'],
    ['/tasks/..'],
    ['/tasks/%2e%2e/1'],
    ['/tasks/1?next=https://evil.example'],
    ['/tasks/1#a'],
    ['/tasks/1;a=b'],
    ['/tasks//1'],
    ['/tasks/1/'],
    ['/tasks/1\r\nX-Header: a'],
    ['/tâches/1'],
    ['https://api.keyclic.com'],
    ['/'],
    [7],
    [['/tasks/1']],
    [{}],
    [{ href: 7 }],
    [{ href: { href: '/tasks/1' } }],
    ['https://api.keyclic.com/tasks/1?expand=all'],
    ['https://api.keyclic.com?a'],
  ])('is unusable, but not foreign: %j', (href) => {
    expect(judge(href)).toEqual({ kind: 'unusable' });
  });

  it('is relative to the path of the base URL', () => {
    const behind = linkBase('https://proxy.example', 'https://proxy.example/keyclic/');
    expect(judge(`https://proxy.example/keyclic/tasks/${id}`, behind)).toEqual({
      kind: 'path',
      path: `/tasks/${id}`,
    });
    expect(judge(`/keyclic/tasks/${id}`, behind)).toEqual({ kind: 'path', path: `/tasks/${id}` });
    expect(judge(`/tasks/${id}`, behind)).toEqual({ kind: 'path', path: `/tasks/${id}` });
  });

  it('is foreign when it is absolute and the origin is a logical one', () => {
    const logical = linkBase('sandbox:keyclic', 'https://api.keyclic.com');
    expect(judge(`https://api.keyclic.com/tasks/${id}`, logical)).toEqual({ kind: 'foreign' });
    expect(judge(`/tasks/${id}`, logical)).toEqual({ kind: 'path', path: `/tasks/${id}` });
  });

  it('never leaves the origin, whatever the path', () => {
    const part = fc.constantFrom(
      'https://',
      '/',
      '\\',
      'api.keyclic.com',
      '@',
      ':',
      '..',
      '.',
      '%2e',
      '?',
      '#',
      'a',
      ' ',
      '\t',
    );
    const hostile = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(hostile, fc.webUrl(), fc.string()), (href) => {
        const link = judge(href);
        if (link.kind !== 'path') return;
        const url = new URL(`https://api.keyclic.com${link.path}`);
        expect(url.href).toBe(`https://api.keyclic.com${link.path}`);
        expect(new URL(href, 'https://api.keyclic.com').origin).toBe('https://api.keyclic.com');
      }),
      { numRuns: 500 },
    );
  });
});
