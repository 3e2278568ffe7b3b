import type { SandboxService } from '../../providers/sandbox-service.js';
import { faultKinds } from '../../sandbox/faults.js';
import { formatExits } from '../core/exit-descriptions.js';
import type { HelpPage } from '../core/help-page.js';

/** A provider that has a sandbox. */
export interface Offered {
  readonly id: string;
  readonly service: SandboxService;
}

export const usualPort = 4401;

/** The help of `sandbox`, with the calls that faults can be put on. */
export const sandboxPage = (offered: readonly Offered[]): HelpPage => {
  const last = offered.at(-1);
  const faulty = `${last?.id ?? 'PROVIDER'}.${last?.service.calls.at(-1) ?? 'CALL'}`;
  return {
    purpose: 'Run the APIs on this machine, for tests and demos. It answers as they are documented.',
    usage: 'sandbox [options]',
    sections: [
      {
        rows: [
          [
            '--port N',
            `Listen there, one port a provider from this one on (default ${usualPort}; 0: any free ones)`,
          ],
          ['--fault CALL=KIND', 'Let a call go wrong; repeatable. With *N behind it only the first N times'],
        ],
      },
      {
        title: 'Faults',
        rows: [
          ...offered.map(
            ({ id, service }, index) =>
              [index === 0 ? 'CALL' : '', service.calls.map((call) => `${id}.${call}`).join(', ')] as const,
          ),
          ['KIND', faultKinds.join(', ')],
        ],
      },
      {
        title: 'Beside the APIs',
        rows: [
          [
            'POST /_sandbox/emit',
            'Let something happen: {"provider": …, "event": …}. Delivers to this machine only',
          ],
          ['GET /_sandbox/state', 'What is registered, without secrets'],
        ],
      },
    ],
    facts: [
      ['Stores', 'nothing: what was registered is gone when it stops'],
      ['Exit', formatExits(['usage', 'config', 'interrupted', 'terminated'])],
    ],
    examples: ['sandbox', 'sandbox --port 0 --json', `sandbox --fault ${faulty}=lost-answer*1`],
    footer: 'For one command without a server: add --sandbox to it.',
  };
};
