import { AppError } from '../../errors.js';
import { isAbsent, type Operation, type Provider, type ProviderEntry } from '../../providers/contract.js';
import type { SandboxDemo, SandboxResultsDemo, SandboxService } from '../../providers/sandbox-service.js';
import type { VerifyDelivery } from '../../providers/verification.js';

/** A provider that plays in the demo. */
export interface Player {
  readonly provider: Provider;
  readonly service: SandboxService;
}

/** The one that plays the act of the secret: registered, delivered, verified, rotated. */
export interface SecretCast extends Player {
  readonly demo: SandboxDemo;
  readonly events: Operation;
  readonly register: Operation;
  readonly rotate: Operation;
  readonly verifier: VerifyDelivery;
  /** The secret setting that deliveries are verified with. */
  readonly secretKey: string;
}

/** The one that plays the act of the results: begun, completed by itself, followed. */
export interface ResultsCast extends Player {
  readonly demo: SandboxResultsDemo;
  readonly begin: Operation;
  readonly follow: Operation;
}

/** Who plays which act; an act that nobody can play is left out. */
export interface Cast {
  readonly secret: SecretCast | undefined;
  readonly results: ResultsCast | undefined;
}

const secretCastOf = async (provider: Provider): Promise<SecretCast | undefined> => {
  const { deliverySecret, capabilities } = provider;
  const { events, registration, rotation, verification, sandbox } = capabilities;
  const register = registration.find((way) => way.how === 'immediate');
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

const resultsCastOf = async (provider: Provider): Promise<ResultsCast | undefined> => {
  const { registration, results, sandbox } = provider.capabilities;
  const begin = registration.find((way) => way.how === 'per-resource');
  if (begin === undefined || isAbsent(results) || isAbsent(sandbox)) return undefined;
  const service = await sandbox[0].load();
  if (service.resultsDemo === undefined) return undefined;
  return {
    provider,
    service,
    demo: service.resultsDemo,
    begin: begin.operation,
    follow: results[0].operation,
  };
};

/** The first provider that can play each act; AppError `unsupported` when there is none for any. */
export const findCast = async (entries: readonly ProviderEntry[]): Promise<Cast> => {
  let secret: SecretCast | undefined;
  let results: ResultsCast | undefined;
  for (const entry of entries) {
    const provider = await entry.load();
    secret ??= await secretCastOf(provider);
    results ??= await resultsCastOf(provider);
    if (secret !== undefined && results !== undefined) break;
  }
  if (secret !== undefined || results !== undefined) return { secret, results };
  throw new AppError('unsupported', {
    message:
      'No provider has what the demo shows: a sandbox with a secret to rotate, or with results to follow.',
  });
};
