import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { privateFolder, restrictMode, warnOnce } from '../../../src/node/storage/permissions.js';
import { inTemporaryFolder } from '../child-process.js';

describe('restrictMode', () => {
  it('fails as config with the command to type when the mode cannot be changed', () =>
    inTemporaryFolder((folder) => {
      const stats = Object.assign(statSync(folder), { mode: 0o40755 });
      const warnings: string[] = [];
      const refused = (): never => {
        throw Object.assign(new Error('no'), { code: 'EROFS' });
      };
      expect(() =>
        restrictMode(folder, stats, privateFolder, refused, (text) => warnings.push(text)),
      ).toThrow(`${folder} has mode 0755 and could not be made private. Nothing was read or changed.`);
      expect(warnings).toEqual([]);
    }));

  it('leaves a mode alone that is narrower than ours', () =>
    inTemporaryFolder((folder) => {
      const stats = Object.assign(statSync(folder), { mode: 0o40500 });
      const changes: number[] = [];
      restrictMode(folder, stats, privateFolder, (mode) => changes.push(mode), expect.unreachable);
      expect(changes).toEqual([]);
    }));
});

describe('warnOnce', () => {
  it('passes each text on once', () => {
    const said: string[] = [];
    const warn = warnOnce((text) => said.push(text));
    for (const text of ['a', 'b', 'a']) warn(text);
    expect(said).toEqual(['a', 'b']);
  });
});
