import type { Account } from '../../accounts/account.js';
import { settingOf } from '../../accounts/settings.js';
import { cleanPassword, cleanSecret } from '../../accounts/secret-text.js';
import { isAbsent, type Provider, type Setting } from '../../providers/contract.js';
import type { Prompter } from '../../world.js';
import type { Context } from '../core/context.js';
import type { LoginOptions } from './options.js';
import { settingValidator, toValidator } from '../core/settings.js';

/** A credential, or a user name and a password. */
export interface LoginCredentials {
  readonly credential?: string;
  readonly username?: string;
  readonly password?: string;
}

const questionFor = (setting: Setting, isKnown: boolean): string => {
  // The example is not the default answer: the credential would be sent to an address that nobody chose.
  const remarks = [
    ...(isKnown || setting.example === undefined ? [] : [`for example ${setting.example}`]),
    ...(setting.optional === true ? ['optional'] : []),
  ];
  return `${setting.question ?? setting.about}${remarks.length === 0 ? '' : ` (${remarks.join('; ')})`}`;
};

const askSetting = async (
  prompter: Prompter,
  key: string,
  setting: Setting,
  initial: string | undefined,
): Promise<string> => {
  const check = settingValidator(key, setting);
  const question = {
    message: questionFor(setting, initial !== undefined),
    ...(initial !== undefined && { initial }),
  };
  if (setting.optional !== true)
    return prompter.text({ ...question, ...(check !== undefined && { validate: check }) });
  return prompter.text({
    ...question,
    optional: true,
    validate: (value) => (value === '' ? undefined : check?.(value)),
  });
};

/** Whether to ask for the address although it has a default: the user must choose where a credential is sent. */
const mustAskForAddress = (account: Account, key: string, needsCredential: boolean): boolean =>
  needsCredential && key === 'baseUrl' && account.setting(key)?.from === 'default';

/**
 * Asks for the settings that are not secret and were not given as options. Without `askAll`, known and optional
 * settings are skipped too, except for a default address while the credential is still missing.
 */
export const askSettings = async (
  prompter: Prompter,
  account: Account,
  request: {
    readonly options: LoginOptions | undefined;
    readonly askAll: boolean;
    readonly needsCredential: boolean;
  },
): Promise<Readonly<Record<string, string>>> => {
  const settings: Record<string, string> = { ...request.options?.settings };
  for (const [key, setting] of Object.entries(account.provider.settings)) {
    if (setting.secret === true || setting.question === undefined || settings[key] !== undefined) continue;
    const known = account.setting(key)?.value;
    const isSkippable = known !== undefined || setting.optional === true;
    if (isSkippable && !request.askAll && !mustAskForAddress(account, key, request.needsCredential)) continue;
    const answer = await askSetting(prompter, key, setting, known);
    if (answer !== '') settings[key] = answer;
  }
  return settings;
};

/** Asks how to authenticate, then for the secret, with hidden input. */
export const askCredential = async (
  context: Context,
  provider: Provider,
  options: LoginOptions | undefined,
): Promise<LoginCredentials> => {
  const { access } = provider;
  const prompter = await context.world.prompter();
  const secret = async (message: string, clean = cleanSecret): Promise<string> => {
    const answer = await prompter.secret({
      message,
      validate: toValidator((value) => clean(value, 'the answer')),
    });
    context.redactor.add(answer);
    return answer;
  };
  const credential = settingOf(provider, access.credential);
  const aboutCredential = credential?.about ?? access.credential;
  const { username, password } = options ?? {};
  const usesLogin =
    username !== undefined ||
    password !== undefined ||
    (!isAbsent(access.login) &&
      (await prompter.select({
        message: 'How do you authenticate?',
        choices: [
          { value: 'credential', label: aboutCredential },
          { value: 'login', label: 'User name and password' },
        ],
      })) === 'login');
  if (!usesLogin) return { credential: await secret(credential?.question ?? aboutCredential) };
  return {
    username: username ?? (await prompter.text({ message: 'User name' })),
    password: password ?? (await secret('Password', cleanPassword)),
  };
};
