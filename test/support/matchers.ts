import { expect } from 'vitest';

// vitest types its asymmetric matchers as any; these are the same ones without it.
export const anyText: unknown = expect.any(String);
export const anyNumber: unknown = expect.any(Number);
export const anyList: unknown = expect.any(Array);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
