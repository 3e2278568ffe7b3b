import { describe, expect, it } from 'vitest';
import { verify } from '../../../../src/providers/amani/verify.js';
import { service, url, account, deliveryOf, received, secretIn } from './account.js';

describe('deliveries', () => {
  it('sends nothing without a webhook, for a disabled event and for an unknown one', () => {
    const { emit, put } = account();
    expect(emit('document_upload')).toMatch(/No webhook/u);
    put({ document_upload: true });
    expect(emit('profile_create')).toMatch(/is off/u);
    expect(emit('constructor')).toMatch(/no such event/u);
  });

  it('signs the body as Python writes it, and says that it is invented', () => {
    const { emit, put, token } = account();
    put({ document_upload: true });
    const delivery = deliveryOf(emit('document_upload'));
    expect(delivery).toMatchObject({ url, event: 'document_upload' });
    expect(delivery.body).toContain('"sandbox": true, ');
    expect(delivery.body).toContain(String.raw`Zo\u00eb`);
    expect(JSON.parse(delivery.body)).toMatchObject({ event: 'document_upload', created_at: 1_767_225_600 });
    const secrets = [{ secret: secretIn(token()), slot: 'current' as const }];
    expect(verify(received(delivery), secrets, { canonical: false, header: undefined })).toEqual({
      genuine: true,
      form: 'raw',
      slot: 'current',
    });
  });

  it('signs with the new secret after a rotation', () => {
    const { emit, put, token } = account();
    put({ document_upload: true });
    const old = { secret: secretIn(token()), slot: 'previous' as const };
    const late = received(deliveryOf(emit('document_upload')));
    const current = { secret: secretIn(token('PATCH')), slot: 'current' as const };
    const next = received(deliveryOf(emit('document_upload')));
    expect(verify(next, [old], { canonical: false, header: undefined }).genuine).toBe(false);
    expect(verify(next, [current, old], { canonical: false, header: undefined })).toMatchObject({
      slot: 'current',
    });
    expect(verify(late, [current, old], { canonical: false, header: undefined })).toMatchObject({
      slot: 'previous',
    });
  });

  it('has the secret in a header when signatures are disabled', () => {
    const { emit, put, token } = account();
    put({ document_upload: true, signature_enabled: false });
    const { headers } = deliveryOf(emit('document_upload'));
    expect(headers).toEqual({ 'Content-Type': 'application/json', 'X-Webhook-Token': secretIn(token()) });
  });
});

describe('describe', () => {
  it('shows the webhook without its secret', () => {
    const { put, state, token } = account();
    expect(service.describe(state)).toEqual({ webhook: null });
    put({ zip_file_create: true });
    const shown = service.describe(state);
    expect(shown).toMatchObject({ webhook: { url, zip_file_create: true } });
    expect(JSON.stringify(shown)).not.toContain(secretIn(token()));
  });

  it('treats an invalid state as empty', () => {
    expect(service.describe({ webhook: { url: 5 }, secret: 'x' })).toEqual({ webhook: null });
  });
});
