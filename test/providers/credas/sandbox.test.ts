import { describe, expect, it } from 'vitest';
import {
  account,
  hook,
  identityJourney,
  key,
  person,
  service,
  tenancyJourney,
  unknownId,
} from './sandbox/account.js';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

describe('the sandbox of Credas', () => {
  it.each([[{}], [{ 'x-api-key': 'another' }], [{ authorization: `Bearer ${key['x-api-key']}` }]])(
    'answers 403 without its key, whatever is asked: %j',
    (headers) => {
      const { send } = account();
      expect(send('GET', '/journeys', { headers }).status).toBe(403);
      expect(send('GET', '/nothing', { headers }).status).toBe(403);
    },
  );

  it('accepts its paths and methods only', () => {
    const { send } = account();
    expect(send('GET', '/nothing')).toMatchObject({ status: 404, call: 'none' });
    expect(send('GET', '/processes')).toMatchObject({
      status: 405,
      call: 'none',
      headers: { allow: 'POST' },
    });
    expect(send('GET', '/processes/not-a-guid')).toMatchObject({ status: 404, call: 'none' });
    expect(send('GET', `/processes/${unknownId}`)).toMatchObject({ status: 404, call: 'process.get' });
  });

  it('lists journeys with the documented fields', () => {
    const { json } = account().send('GET', '/journeys');
    expect(json).toHaveLength(3);
    expect((json as readonly unknown[])[2]).toMatchObject({
      id: tenancyJourney,
      title: 'Sandbox joint tenancy',
      isActive: true,
      webhookEnabled: true,
      actors: [
        { id: 301, title: 'Tenant' },
        { id: 302, title: 'Guarantor' },
      ],
    });
  });

  it('starts a process with an entity for each person and unique ids', () => {
    const { created } = account();
    const shown = created({
      journeyId: tenancyJourney,
      processEntities: [person(301), person(301), person(302)],
    });
    const ids = [shown.id, ...shown.processActors.map(({ entityId }) => entityId)];
    for (const id of ids) expect(id).toMatch(guid);
    expect(new Set(ids).size).toBe(4);
    expect(shown.status).not.toBe(2);
  });

  it('accepts an existing entity by id', () => {
    const { created, create } = account();
    const [first] = created().processActors;
    const again = person(101, { id: first?.entityId, firstName: undefined, surname: undefined });
    expect(created({ processEntities: [again] }).processActors[0]?.entityId).toBe(first?.entityId);
    expect(create({ processEntities: [{ ...again, id: unknownId }] })).toMatchObject({ status: 400 });
  });

  it.each([
    [{ journeyId: unknownId }, 'journeyId'],
    [{ journeyId: undefined }, 'journeyId'],
    [{ webhookUrl: 'ftp://x/' }, 'webhookUrl'],
    [{ processEntities: [] }, 'processEntities'],
    [{ processEntities: 'x' }, 'processEntities'],
    [{ processEntities: [7] }, 'processEntities[0]'],
    [{ processEntities: [person(101), person(301)] }, 'processEntities[1].actorId'],
    [{ processEntities: [person(101, { inPerson: undefined })] }, 'processEntities[0].inPerson'],
    [{ processEntities: [person(101, { contactViaSms: true })] }, 'processEntities[0].inPerson'],
    [{ processEntities: [person(101, { emailAddress: '' })] }, 'processEntities[0].emailAddress'],
    [
      { processEntities: [person(101, { inPerson: false, contactViaEmail: true })] },
      'processEntities[0].emailAddress',
    ],
    [{ processEntities: [person(101, { surname: '' })] }, 'processEntities[0].surname'],
  ])('rejects %j with the field, and starts nothing', (more, field) => {
    const { create, state } = account();
    const { status, json } = create(more);
    expect(status).toBe(400);
    expect(Object.keys((json as { errors: object }).errors)).toContain(field);
    expect(state).toEqual({});
  });

  it('rejects a body that is not a JSON object, and another media type', () => {
    const { send, post } = account();
    expect(post('/processes', [1])).toMatchObject({ status: 400 });
    const text = { headers: { ...key, 'content-type': 'text/plain' }, body: new TextEncoder().encode('{}') };
    expect(send('POST', '/processes', text)).toMatchObject({ status: 415 });
  });

  it('stores nothing about a person', () => {
    const { create, state } = account();
    create({
      title: 'For Jane',
      processEntities: [
        person(101, { firstName: 'Jane', reference: 'jane-1', emailAddress: 'j@example.com' }),
      ],
    });
    expect(JSON.stringify(state)).not.toMatch(/jane|Zoë|example\.com|For/iu);
  });

  it('has results of every documented kind when the process is complete', () => {
    const { created, send, post, advance, pass } = account();
    const { id, processActors } = created();
    const entityId = processActors[0]?.entityId ?? '';
    pass(2_500);
    advance();
    expect(send('GET', `/processes/${id}`).json).toMatchObject({
      id,
      status: 2,
      processActors: [{ entityId }],
    });
    expect(send('GET', `/processes/${id}/details`).json).toMatchObject({ id, status: 2 });
    expect(send('GET', `/entities/${entityId}/active-checks`).json).toMatchObject([
      { entityId, type: 11, status: 1 },
      { type: 12, status: 6 },
      { type: 3 },
    ]);
    const reports = [
      post(`/entities/${entityId}/${id}/pdf-export`, {}),
      send('GET', `/processes/${id}/pdf-export`),
      post(`/processes/${id}/pdf-export`, { includeForms: true }),
    ];
    for (const { status, bytes, headers } of reports) {
      expect({ status, type: headers?.['content-type'] }).toEqual({ status: 200, type: 'application/pdf' });
      expect(new TextDecoder('latin1').decode(bytes)).toMatch(/^%PDF-1\.4\n[^]*sandbox[^]*%%EOF\n$/u);
    }
    expect(send('GET', `/processes/${id}/entities/${entityId}/magic-link`).json).toContain(id);
    expect(post(`/entities/${unknownId}/${id}/pdf-export`, {}).status).toBe(404);
  });

  it('removes a deleted process with its results', () => {
    const { created, send } = account();
    const { id, processActors } = created();
    expect(send('DELETE', `/processes/${id.toUpperCase()}`).status).toBe(200);
    for (const path of [
      `/processes/${id}`,
      `/processes/${id}/details`,
      `/processes/${id}/pdf-export`,
      `/entities/${processActors[0]?.entityId ?? ''}/active-checks`,
    ]) {
      expect(send('GET', path).status, path).toBe(404);
    }
    expect(send('DELETE', `/processes/${id}`).status).toBe(404);
  });

  it('shows its processes, and accepts the process of its demo', () => {
    const { created, post, state } = account();
    const { id } = created();
    expect(service.describe(state)).toMatchObject({ processes: [{ id, webhookUrl: hook }] });
    const begin = service.resultsDemo?.createArguments(hook) ?? [];
    const body: unknown = JSON.parse(service.resultsDemo?.files[begin[1] ?? ''] ?? '');
    expect(body).toMatchObject({ journeyId: identityJourney });
    expect(post('/processes', body).status).toBe(200);
  });

  it('ignores invalid entries of the state', () => {
    for (const processes of [
      7,
      [null, { id: 'x' }, { id: unknownId, journeyId: unknownId, createdAt: 0, actors: 3 }],
    ]) {
      const { send, advance, state } = account();
      state['processes'] = processes;
      advance();
      expect([200, 404]).toContain(send('GET', `/processes/${unknownId}`).status);
    }
  });
});
