import { AppError } from '../errors.js';
import { isAbsent, type Operation, type Provider, type ProviderEntry } from '../providers/contract.js';
import type { SandboxDemo, SandboxService } from '../providers/sandbox-service.js';
import type { VerifyDelivery } from '../providers/verification.js';

/** The provider that plays the demo, with all that its story needs. */
export interface Cast {
  readonly provider: Provider;
  readonly service: SandboxService;
  readonly demo: SandboxDemo;
  readonly events: Operation;
  readonly register: Operation;
  readonly rotate: Operation;
  readonly verifier: VerifyDelivery;
  /** The secret setting that deliveries are verified with. */
  readonly secretKey: string;
}

const castOf = async (provider: Provider): Promise<Cast | undefined> => {
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

/** The first provider that can play the whole story; AppError `unsupported` when there is none. */
export const findCast = async (entries: readonly ProviderEntry[]): Promise<Cast> => {
  for (const entry of entries) {
    const cast = await castOf(await entry.load());
    if (cast !== undefined) return cast;
  }
  throw new AppError('unsupported', {
    message:
      'No provider has all that the demo shows: a sandbox, a registration, a rotation and a proof of deliveries.',
  });
};
