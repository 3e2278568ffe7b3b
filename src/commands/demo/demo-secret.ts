import type { SandboxDelivery } from '../../providers/sandbox-service.js';
import { fingerprint } from '../../signing/fingerprint.js';
import type { SignedForm, Verdict } from '../../signing/signature.js';
import type { Play } from './demo-play.js';
import type { SecretStage } from './demo-stage.js';

const formWords: Readonly<Record<SignedForm | 'shared-header', string>> = {
  raw: 'the signature is that of the raw body with',
  'python-json': 'the signature is that of the re-serialised body with',
  'shared-header': 'the header carries',
};

const verdictWords = (verdict: Verdict | undefined, mark: string | null): string => {
  if (verdict === undefined) return 'it did not arrive';
  if (!verdict.genuine) return `not genuine: ${verdict.reason}`;
  return `genuine: ${formWords[verdict.form]} the ${verdict.slot} secret (${mark ?? 'no fingerprint'})`;
};

/** Sends a delivery to the receiver and tells what it made of it. */
const arrive = async (stage: SecretStage, { tell }: Play, delivery: SandboxDelivery): Promise<void> => {
  const report = await stage.playing.deliver(delivery);
  const verdict = report.status === null ? undefined : stage.lastVerdict();
  const slot = verdict?.genuine === true && verdict.slot !== 'pending' ? verdict.slot : undefined;
  const secret = slot === undefined ? undefined : stage.secretOf(slot);
  const mark = secret === undefined ? null : fingerprint(secret);
  await tell(
    {
      type: 'delivery',
      ...report,
      verdict: verdict === undefined ? null : { ...verdict },
      fingerprint: mark,
    },
    `  Delivered  ${report.event} to ${report.url}, answered ${report.status ?? report.fault ?? 'nothing'}\n` +
      `  Verified   ${verdictWords(verdict, mark)}\n`,
  );
};

const happens = ({ playing, cast }: SecretStage): SandboxDelivery => {
  const deliveries = playing.emit(cast.demo.event);
  const [first] = typeof deliveries === 'string' ? [] : deliveries;
  if (first === undefined) throw new Error('The sandbox delivers nothing in the demo.');
  return first;
};

const forged = (delivery: SandboxDelivery): SandboxDelivery => ({ ...delivery, body: `${delivery.body} ` });

/** Register, deliver, verify, rotate, and verify with the old secret and the new one. */
export const playSecret = async (stage: SecretStage, play: Play): Promise<void> => {
  const { cast } = stage;
  const { provider } = cast;
  const { note, run } = play;
  await run(provider, cast.events, []);
  await run(provider, cast.register, cast.demo.registerArguments(stage.url));
  await note(`Something happens at ${provider.name}: ${cast.demo.event}. The receiver checks what comes.`);
  await arrive(stage, play, happens(stage));
  await note('Somebody sends a copy of a delivery with one character more.');
  await arrive(stage, play, forged(happens(stage)));
  const late = happens(stage);
  await note('One more delivery is signed and on its way while the secret is rotated.');
  await run(provider, cast.rotate, ['--yes']);
  await note('It arrives after the rotation, and is still accepted.');
  await arrive(stage, play, late);
  await note('The next one is signed with the new secret.');
  await arrive(stage, play, happens(stage));
};
