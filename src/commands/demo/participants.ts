import { AppError } from '../../errors.js';
import { isAbsent, type Operation, type Provider, type ProviderEntry } from '../../providers/contract.js';
import type { SandboxDemo, SandboxResultsDemo, SandboxService } from '../../providers/sandbox-service.js';
import type { VerifyDelivery } from '../../providers/verification.js';

interface Participant {
  readonly provider: Provider;
  readonly service: SandboxService;
}

/** The provider of the secret scenario, with what the scenario runs. */
export interface SecretParticipant extends Participant {
  readonly demo: SandboxDemo;
  readonly events: Operation;
  readonly register: Operation;
  readonly rotate: Operation;
  readonly verifier: VerifyDelivery;
  /** The setting of the secret that verifies deliveries. */
  readonly secretKey: string;
}

/** The provider of the results scenario, with what the scenario runs. */
export interface ResultsParticipant extends Participant {
  readonly demo: SandboxResultsDemo;
  readonly create: Operation;
  readonly follow: Operation;
}

/** A scenario that no provider supports is skipped. */
export interface Participants {
  readonly secret: SecretParticipant | undefined;
  readonly results: ResultsParticipant | undefined;
}

const asSecretParticipant = async (provider: Provider): Promise<SecretParticipant | undefined> => {
  const { deliverySecret, capabilities } = provider;
  const { events, registration, rotation, verification, sandbox } = capabilities;
  const register = registration.find(({ how }) => how === 'immediate');
  if (register === undefined || isAbsent(deliverySecret) || isAbsent(events)) return undefined;
  if (isAbsent(rotation) || isAbsent(verification) || isAbsent(sandbox)) return undefined;
  const service = await sandbox[0].load();
  if (service.demo === undefined) return undefined;
  return {
    provider,
    service,
    demo: service.demo,
    events: events[0].operation,
    register: register.operation,
    rotate: rotation[0].operation,
    verifier: await verification[0].load(),
    secretKey: deliverySecret.setting,
  };
};

const asResultsParticipant = async (provider: Provider): Promise<ResultsParticipant | undefined> => {
  const { registration, results, sandbox } = provider.capabilities;
  const create = registration.find(({ how }) => how === 'per-resource');
  if (create === undefined || isAbsent(results) || isAbsent(sandbox)) return undefined;
  const service = await sandbox[0].load();
  if (service.resultsDemo === undefined) return undefined;
  return {
    provider,
    service,
    demo: service.resultsDemo,
    create: create.operation,
    follow: results[0].operation,
  };
};

/** The first provider that supports each scenario. AppError `unsupported` when none supports any. */
export const findParticipants = async (entries: readonly ProviderEntry[]): Promise<Participants> => {
  let secret: SecretParticipant | undefined;
  let results: ResultsParticipant | undefined;
  for (const entry of entries) {
    const provider = await entry.load();
    secret ??= await asSecretParticipant(provider);
    results ??= await asResultsParticipant(provider);
    if (secret !== undefined && results !== undefined) break;
  }
  if (secret !== undefined || results !== undefined) return { secret, results };
  throw new AppError('unsupported', {
    message:
      'No provider supports the demo: it needs a sandbox with a secret to rotate or results to follow.',
  });
};
