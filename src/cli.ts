import process from 'node:process';
import { helpText } from './commands/core/help-page.js';
import { main } from './main.js';
import { machineWorld } from './node/machine.js';
import { rootPage } from './program.js';
import { registry } from './providers/registry.js';

/** The program on this machine; resolves to the exit code. */
export const run = (): Promise<number> => main(process.argv.slice(2), machineWorld(), registry);

/** The root help; the build writes it down, so that asking for it loads nothing. */
export const rootHelp = (): string => helpText(rootPage(registry));
