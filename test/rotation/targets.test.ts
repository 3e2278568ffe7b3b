import { describe, expect, it } from 'vitest';
import { targetsOf, type TargetOptions } from '../../src/rotation/targets.js';
import { createRotationFixture } from './rotation-fixture.js';

const { files } = createRotationFixture().parts;
const none: TargetOptions = { output: undefined, force: false, dotenv: undefined, dotenvName: undefined };

describe('the files a secret goes to', () => {
  it('are a file of its own and a line of another', () => {
    expect(targetsOf({ ...none, output: '/secret', dotenv: '/.env', dotenvName: 'KEY' }, files)).toEqual([
      { kind: 'output', path: '/secret' },
      { kind: 'dotenv', path: '/.env', name: 'KEY' },
    ]);
  });

  it('are two files: one could not be both the bare secret and a dotenv file', () => {
    expect(() =>
      targetsOf({ ...none, output: '/.env', force: true, dotenv: '/.env', dotenvName: 'KEY' }, files),
    ).toThrow('--output and --dotenv name the same file. Nothing was sent.');
  });
});
