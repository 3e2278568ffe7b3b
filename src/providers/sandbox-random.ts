import type { SandboxTools } from './sandbox-service.js';

/** Random hex digits. */
export const randomHex = (tools: SandboxTools, digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(tools.random() * 16).toString(16)).join('');

/** A version 4 UUID. `ending` replaces its last digits, for ids that must differ when random numbers repeat. */
export const randomUuid = (tools: SandboxTools, ending = ''): string => {
  const variant = (8 + Math.floor(tools.random() * 4)).toString(16);
  return [
    randomHex(tools, 8),
    randomHex(tools, 4),
    `4${randomHex(tools, 3)}`,
    `${variant}${randomHex(tools, 3)}`,
    `${randomHex(tools, 12 - ending.length)}${ending}`,
  ].join('-');
};
