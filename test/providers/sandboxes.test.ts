import { describe, expect, it } from 'vitest';
import { isAbsent } from '../../src/providers/contract.js';
import { registry } from '../../src/providers/registry.js';

// What holds for a sandbox is skipped where there is none: without this, all of it could be skipped.
describe('the sandboxes of our providers', () => {
  it('are there for each, and one shows results from beginning to end', async () => {
    const showing: string[] = [];
    for (const entry of registry) {
      const { sandbox } = (await entry.load()).capabilities;
      if (isAbsent(sandbox)) throw new Error(`${entry.id} has no sandbox: ${sandbox.reason}`);
      const service = await sandbox[0].load();
      if (service.resultsDemo !== undefined) showing.push(entry.id);
    }
    expect(showing).toEqual(['credas']);
  });
});
