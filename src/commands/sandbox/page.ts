import type { SandboxService } from '../../providers/sandbox-service.js';
import { faultKinds } from '../../sandbox/faults.js';
import { formatExits } from '../core/exit-descriptions.js';
import type { HelpPage } from '../core/help-page.js';

/** A provider that has a sandbox. */
export interface AvailableSandbox {
  readonly id: string;
  readonly service: SandboxService;
}

export const defaultPort = 4401;

/** The help of `sandbox`, with the calls that can have faults. */
export const sandboxPage = (sandboxes: readonly AvailableSandbox[]): HelpPage => {
  const last = sandboxes.at(-1);
  const exampleCall = `${last?.id ?? 'PROVIDER'}.${last?.service.calls.at(-1) ?? 'CALL'}`;
  return {
    purpose: 'Run the provider APIs on this machine, for tests and demos. They respond as documented.',
    usage: 'sandbox [options]',
    sections: [
      {
        rows: [
          [
            '--port N',
            `Port of the first provider; the others use the next ones (default ${defaultPort}; 0: any free ports)`,
          ],
          ['--fault CALL=KIND', 'Make a call fail; repeatable. Add *N for only the first N calls'],
        ],
      },
      {
        title: 'Faults',
        rows: [
          ...sandboxes.map(
            ({ id, service }, index) =>
              [index === 0 ? 'CALL' : '', service.calls.map((call) => `${id}.${call}`).join(', ')] as const,
          ),
          ['KIND', faultKinds.join(', ')],
        ],
      },
      {
        title: 'Besides the APIs',
        rows: [
          [
            'POST /_sandbox/emit',
            'Trigger an event: {"provider": …, "event": …}. Delivers to this machine only',
          ],
          ['GET /_sandbox/state', 'Show what is registered, without secrets'],
        ],
      },
    ],
    facts: [
      ['Stores', 'nothing; what was registered is lost when it stops'],
      ['Exits', formatExits(['usage', 'config', 'interrupted', 'terminated'])],
    ],
    examples: ['sandbox', 'sandbox --port 0 --json', `sandbox --fault ${exampleCall}=lost-answer*1`],
    footer: 'For a single command without a server, add --sandbox to it.',
  };
};
