import { describe, expect, it } from 'vitest';
import { processFolder } from '../../../../src/providers/credas/follow/messages.js';

describe('the folder of a process', () => {
  it.each([
    ['.', 'credas-ID'],
    ['./', 'credas-ID'],
    ['results', 'results/credas-ID'],
    ['results/', 'results/credas-ID'],
    ['/', '/credas-ID'],
    ['../up', '../up/credas-ID'],
  ])('is below %s: %s', (outputDir, folder) => {
    expect(processFolder(outputDir, 'ID')).toBe(folder);
  });
});
