import type { SandboxDelivery } from '../../providers/sandbox-service.js';
import type { RunningProvider } from '../../sandbox/running-provider.js';
import { fingerprint } from '../../signing/fingerprint.js';
import type { SignedForm, Verdict } from '../../signing/signature.js';
import { secretPath, type Fixture } from './fixture.js';
import type { SecretParticipant } from './participants.js';
import type { Runner } from './runner.js';

const formDescriptions: Readonly<Record<SignedForm | 'shared-header', string>> = {
  raw: 'the raw body is signed with',
  'python-json': 'the re-serialized body is signed with',
  'shared-header': 'the header contains',
};

const describeVerdict = (verdict: Verdict | undefined, secretFingerprint: string | null): string => {
  if (verdict === undefined) return 'it did not arrive';
  if (!verdict.genuine) return `not genuine: ${verdict.reason}`;
  return `genuine: ${formDescriptions[verdict.form]} the ${verdict.slot} secret (${secretFingerprint ?? 'no fingerprint'})`;
};

/** Sends a delivery to the receiver, and prints its verdict. */
const deliver = async (
  { receiver, readSecret }: Fixture,
  running: RunningProvider,
  { print }: Runner,
  delivery: SandboxDelivery,
): Promise<void> => {
  const report = await running.deliver(delivery);
  const verdict = report.status === null ? undefined : receiver.last(secretPath(running.id))?.verdict;
  const slot = verdict?.genuine === true && verdict.slot !== 'pending' ? verdict.slot : undefined;
  const secret = slot === undefined ? undefined : readSecret(slot);
  const secretFingerprint = secret === undefined ? null : fingerprint(secret);
  await print(
    {
      type: 'delivery',
      ...report,
      verdict: verdict === undefined ? null : { ...verdict },
      fingerprint: secretFingerprint,
    },
    `  Delivered  ${report.event} to ${report.url}, answered ${report.status ?? report.fault ?? 'nothing'}\n` +
      `  Verified   ${describeVerdict(verdict, secretFingerprint)}\n`,
  );
};

/** Registers a webhook, verifies deliveries, rotates the secret, and verifies with the old and the new one. */
export const runSecretScenario = async (
  fixture: Fixture,
  { provider, demo, events, register, rotate }: SecretParticipant,
  runner: Runner,
): Promise<void> => {
  const { note, run } = runner;
  const running = fixture.sandbox.running.find(({ id }) => id === provider.id);
  if (running === undefined) throw new Error(`The sandbox of ${provider.id} is not running.`);
  const createDelivery = (): SandboxDelivery => {
    const deliveries = running.emit(demo.event);
    const [first] = typeof deliveries === 'string' ? [] : deliveries;
    if (first === undefined) throw new Error('The sandbox delivers nothing in the demo.');
    return first;
  };
  const send = (delivery: SandboxDelivery): Promise<void> => deliver(fixture, running, runner, delivery);

  await run(provider, events, []);
  await run(provider, register, demo.registerArguments(fixture.receiver.urlOf(secretPath(provider.id))));
  await note(`An event happens at ${provider.name}: ${demo.event}. The receiver verifies the delivery.`);
  await send(createDelivery());
  await note('Someone sends a copy of a delivery with one extra character.');
  const genuine = createDelivery();
  await send({ ...genuine, body: `${genuine.body} ` });
  const late = createDelivery();
  await note('Another delivery is signed and on its way while the secret is rotated.');
  await run(provider, rotate, ['--yes']);
  await note('It arrives after the rotation, and is still accepted.');
  await send(late);
  await note('The next one is signed with the new secret.');
  await send(createDelivery());
};
