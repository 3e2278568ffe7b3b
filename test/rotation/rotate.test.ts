import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { recover } from '../../src/rotation/recover.js';
import { rotate, type RotationRequest } from '../../src/rotation/rotate.js';
import { createRotationFixture, type Trouble } from './rotation-fixture.js';

const request: RotationRequest = {
  graceMs: 3_600_000,
  targets: [{ kind: 'output', path: '/secret' }],
  force: false,
  salt: 'a-salt',
  dryRun: false,
};

const failureOf = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error('expected an AppError');
  return error;
};

describe('rotate', () => {
  it('writes the journal before it sends, and stores the new secret before it writes any file', async () => {
    const { parts, state, log } = createRotationFixture();
    const result = await rotate(parts, request);
    expect(log).toEqual([
      'probe /secret',
      'read',
      'journal intent',
      'journal sent',
      'change',
      'journal received',
      'store',
      'journal stored',
      'publish /secret',
      'read',
      'close',
    ]);
    expect(result.secret).toBe(state.remote);
    expect(result.previous).toEqual({
      value: 'secret-before-0000000',
      acceptUntil: '2026-01-01T01:00:00.000Z',
    });
    expect(state).toMatchObject({ stored: { value: state.remote }, locked: false, held: 0 });
  });

  it('does not keep the old secret without a grace period', async () => {
    const { parts, state } = createRotationFixture();
    await rotate(parts, { ...request, graceMs: 0 });
    expect(state.previous).toBeUndefined();
  });

  it('removes the journal and rethrows the error when the provider refuses the change', async () => {
    const { parts, state } = createRotationFixture({ change: { executed: false, changed: 'no' } });
    const error = await failureOf(rotate(parts, request));
    expect(error.failure).toBe('refused');
    expect(state).toMatchObject({
      patches: 1,
      journal: undefined,
      stored: { value: 'secret-before-0000000' },
    });
  });

  it('treats a lost response as success when reads return another secret', async () => {
    const { parts, state } = createRotationFixture({ change: { executed: true, changed: 'unknown' } });
    const result = await rotate(parts, request);
    expect(result).toMatchObject({ secret: state.remote, rotated: true });
    expect(state).toMatchObject({ patches: 1, stored: { value: state.remote }, journal: undefined });
  });

  it('keeps the journal when three reads return the old secret after a lost response', async () => {
    const { parts, state } = createRotationFixture({ change: { executed: false, changed: 'unknown' } });
    const error = await failureOf(rotate(parts, request));
    expect(error).toMatchObject({ failure: 'partial', changed: 'unknown' });
    expect(error.details.next).toBe('webhook-admin provider token recover');
    expect(state).toMatchObject({ patches: 1, reads: 4, journal: { state: 'sent' } });
  });

  it('rejects a response that contains the old secret', async () => {
    const { parts, state } = createRotationFixture({ sameAnswer: true });
    expect(await rotate(parts, request)).toMatchObject({ secret: state.remote, rotated: true });
  });

  it('throws a partial failure when the store cannot be written, and recover stores the secret later', async () => {
    const { parts, state } = createRotationFixture({ storeFails: true });
    const error = await failureOf(rotate(parts, request));
    expect(error).toMatchObject({ failure: 'partial', changed: 'yes' });
    expect(state.journal).toMatchObject({ state: 'received', received: state.remote });
    expect(error.message).not.toContain(state.remote);
  });

  it('stores the secret even when the journal cannot be written after the change', async () => {
    const { parts, state } = createRotationFixture({ journalFailsFrom: 3 });
    await rotate(parts, request);
    expect(state.stored?.value).toBe(state.remote);
  });

  it('sends nothing when the journal cannot be written', async () => {
    const { parts, state } = createRotationFixture({ journalFailsFrom: 1 });
    expect((await failureOf(rotate(parts, request))).failure).toBe('config');
    expect(state).toMatchObject({ patches: 0, locked: false });
  });

  it('stores a secret that was rotated elsewhere, and reports it', async () => {
    const { parts, state } = createRotationFixture({ rotatedByOthers: true });
    const error = await failureOf(rotate(parts, request));
    expect(error.message).toContain('rotated elsewhere');
    expect(error.details.next).toBe('webhook-admin provider token recover');
    expect(state.stored?.value).toBe('secret-others-0000000');
  });

  it('waits for reads that lag behind the response', async () => {
    const { parts, state } = createRotationFixture({ laggingReads: 2 });
    expect(await rotate(parts, request)).toMatchObject({ secret: state.remote, rotated: true });
    expect(state).toMatchObject({ stored: { value: state.remote }, journal: undefined });
  });

  it('keeps the new secret and the journal while reads return the old one', async () => {
    const { parts, state } = createRotationFixture({ laggingReads: 99 });
    const error = await failureOf(rotate(parts, { ...request, graceMs: 0 }));
    expect(error).toMatchObject({ failure: 'partial', changed: 'yes' });
    expect(error.details.next).toBe('webhook-admin provider token recover');
    expect(state).toMatchObject({ stored: { value: state.remote }, journal: { received: state.remote } });
  });

  it('throws before any call while an earlier rotation is unfinished', async () => {
    const { parts, state, log } = createRotationFixture({ change: { executed: false, changed: 'unknown' } });
    await failureOf(rotate(parts, request));
    log.length = 0;
    expect((await failureOf(rotate(parts, request))).failure).toBe('conflict');
    expect(log).toEqual([]);
    expect(state.patches).toBe(1);
  });

  it('stores the provider’s current secret before it rotates', async () => {
    const { parts, state } = createRotationFixture({ change: { executed: false, changed: 'no' } });
    state.remote = 'secret-rotated-elsewhere';
    await failureOf(rotate(parts, request));
    expect(state.stored?.value).toBe('secret-rotated-elsewhere');
    expect(state.previous?.value).toBe('secret-before-0000000');
  });
});

const troubles: fc.Arbitrary<Trouble> = fc.record(
  {
    change: fc.record({
      executed: fc.boolean(),
      changed: fc.constantFrom('no' as const, 'unknown' as const),
    }),
    sameAnswer: fc.constant(true as const),
    readsFailFrom: fc.integer({ min: 1, max: 6 }),
    journalFailsFrom: fc.integer({ min: 1, max: 5 }),
    storeFails: fc.constant(true as const),
    rotatedByOthers: fc.constant(true as const),
    laggingReads: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: [] },
);

describe('rotate with any failure', () => {
  it('sends at most one change, and recover then stores the secret that the provider returns', async () => {
    await fc.assert(
      fc.asyncProperty(troubles, async (trouble) => {
        // A provider that executed a change and calls it definitely refused lies; no protocol helps there.
        fc.pre(!(trouble.change?.executed === true && trouble.change.changed === 'no'));
        const { parts, state } = createRotationFixture(trouble);
        await rotate(parts, request).catch((error: unknown) => expect(error).toBeInstanceOf(AppError));
        expect(state.patches).toBeLessThanOrEqual(1);
        expect(state.locked).toBe(false);

        const calm = createRotationFixture();
        Object.assign(calm.state, state, { lag: 0 });
        const open = state.journal !== undefined;
        await recover(calm.parts);
        expect(calm.state.journal).toBeUndefined();
        expect(calm.state.patches).toBe(state.patches);
        if (open || state.patches === 1) expect(calm.state.stored?.value).toBe(calm.state.remote);
      }),
      { numRuns: 300 },
    );
  });
});

describe('recover', () => {
  it('does nothing when no rotation is unfinished', async () => {
    const { parts, log } = createRotationFixture();
    expect(await recover(parts)).toBeUndefined();
    expect(log).toEqual([]);
  });

  it('never changes anything at the provider', async () => {
    const { parts, state, log } = createRotationFixture({
      change: { executed: true, changed: 'unknown' },
      readsFailFrom: 2,
    });
    await failureOf(rotate(parts, request));
    const calm = createRotationFixture();
    Object.assign(calm.state, state, { reads: 0 });
    log.length = 0;
    expect(await recover(calm.parts)).toMatchObject({ secret: state.remote, rotated: true });
    expect(calm.log).toEqual([
      'read',
      'journal received',
      'store',
      'journal stored',
      'publish /secret',
      'close',
    ]);
  });

  it('keeps the journal when the secret cannot be read', async () => {
    const { parts, state } = createRotationFixture({
      change: { executed: true, changed: 'unknown' },
      readsFailFrom: 2,
    });
    await failureOf(rotate(parts, request));
    await failureOf(recover(parts));
    expect(state.journal).toMatchObject({ state: 'sent' });
  });

  it('keeps a received secret while reads return the old one', async () => {
    const { parts, state } = createRotationFixture({ laggingReads: 99 });
    await failureOf(rotate(parts, { ...request, graceMs: 0 }));
    const error = await failureOf(recover(parts));
    expect(error).toMatchObject({ failure: 'partial', changed: 'yes' });
    expect(state).toMatchObject({ stored: { value: state.remote }, journal: { received: state.remote } });
    state.lag = 0;
    expect(await recover(parts)).toMatchObject({ secret: state.remote, rotated: true });
    expect(state.journal).toBeUndefined();
  });

  it('throws for a journal of another origin', async () => {
    const { parts, state } = createRotationFixture({ change: { executed: false, changed: 'unknown' } });
    await failureOf(rotate(parts, request));
    const elsewhere = { ...parts, origin: 'https://other.example.com' };
    expect((await failureOf(recover(elsewhere))).failure).toBe('conflict');
    expect(state.journal).toBeDefined();
  });
});
