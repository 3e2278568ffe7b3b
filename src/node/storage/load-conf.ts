import type ConfClass from 'conf';

const ourSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The class of conf. It brings when-exit, which raises each signal a second time: our own listeners would
 * take that for the second Ctrl-C, the one that ends a held rotation. So what it listens to is removed.
 */
export async function loadConf(): Promise<typeof ConfClass> {
  const before = new Set(ourSignals.flatMap((signal) => process.rawListeners(signal)));
  const { default: Conf } = await import('conf');
  for (const signal of ourSignals) {
    for (const listener of process.rawListeners(signal)) {
      // Node types raw listeners as Function; these were registered for a signal.
      if (!before.has(listener)) process.off(signal, listener as NodeJS.SignalsListener);
    }
  }
  return Conf;
}
