import { describe, expect, it } from 'vitest';
import { isAbsent } from '../../src/providers/contract.js';
import { registry } from '../../src/providers/registry.js';

// What holds for a sandbox is skipped where there is none: without this, all of it could be skipped.
describe('the sandboxes of our providers', () => {
  it('are there for each of the four vendors, and one shows results from beginning to end', async () => {
    const withSandbox: string[] = [];
    const withResults: string[] = [];
    for (const entry of registry) {
      const { sandbox } = (await entry.load()).capabilities;
      if (isAbsent(sandbox)) continue;
      withSandbox.push(entry.id);
      if ((await sandbox[0].load()).resultsDemo !== undefined) withResults.push(entry.id);
    }
    // Another provider may have none.
    expect(withSandbox).toEqual(expect.arrayContaining(['amani', 'credas', 'emptor', 'keyclic']));
    expect(withResults).toContain('credas');
  });
});
