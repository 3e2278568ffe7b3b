import type { Account } from '../../accounts/account.js';
import { settingOf } from '../../accounts/settings.js';
import { cleanPassword, cleanSecret } from '../../accounts/secret-text.js';
import { isAbsent, type Provider, type Setting } from '../../providers/contract.js';
import type { Prompter } from '../../world.js';
import type { Context } from '../core/context.js';
import type { GivenLogin } from './options.js';
import { settingValidator, toValidator } from '../core/settings.js';

/** What a login is made of: a credential, or a user name and a password. */
export interface CredentialCheck {
  readonly credential?: string;
  readonly username?: string;
  readonly password?: string;
}

const messageOf = (setting: Setting, isKnown: boolean): string => {
  // Only an example: taking it for an answer would send the credential to an address nobody named.
  const words = [
    ...(isKnown || setting.example === undefined ? [] : [`for example ${setting.example}`]),
    ...(setting.optional === true ? ['optional'] : []),
  ];
  return `${setting.question ?? setting.about}${words.length === 0 ? '' : ` (${words.join('; ')})`}`;
};

const askSetting = async (
  prompter: Prompter,
  key: string,
  setting: Setting,
  initial: string | undefined,
): Promise<string> => {
  const check = settingValidator(key, setting);
  const question = {
    message: messageOf(setting, initial !== undefined),
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

/** Where the credential goes is asked even where there is a default: nobody but the user knows which account it is of. */
const isAddressToAsk = (account: Account, key: string, needsCredential: boolean): boolean =>
  needsCredential && key === 'baseUrl' && account.setting(key)?.from === 'default';

/**
 * Asks for the settings that are not secret; what is given is left alone, and unless `askAll` so is
 * what is known or optional, but for the default address of a credential that is still to be named.
 */
export const askSettings = async (
  prompter: Prompter,
  account: Account,
  request: {
    readonly given: GivenLogin | undefined;
    readonly askAll: boolean;
    readonly needsCredential: boolean;
  },
): Promise<Readonly<Record<string, string>>> => {
  const settings: Record<string, string> = { ...request.given?.settings };
  for (const [key, setting] of Object.entries(account.provider.settings)) {
    if (setting.secret === true || setting.question === undefined || settings[key] !== undefined) continue;
    const known = account.setting(key)?.value;
    const isSettled = known !== undefined || setting.optional === true;
    if (isSettled && !request.askAll && !isAddressToAsk(account, key, request.needsCredential)) continue;
    const answer = await askSetting(prompter, key, setting, known);
    if (answer !== '') settings[key] = answer;
  }
  return settings;
};

/** Asks how to authenticate, and for the secret, which is not shown. */
export const askCredential = async (
  context: Context,
  provider: Provider,
  given: GivenLogin | undefined,
): Promise<CredentialCheck> => {
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
  const { username: named, password } = given ?? {};
  const byName =
    named !== undefined ||
    password !== undefined ||
    (!isAbsent(access.login) &&
      (await prompter.select({
        message: 'How do you authenticate?',
        choices: [
          { value: 'credential', label: aboutCredential },
          { value: 'login', label: 'User name and password' },
        ],
      })) === 'login');
  if (!byName) return { credential: await secret(credential?.question ?? aboutCredential) };
  const username = named ?? (await prompter.text({ message: 'User name' }));
  return { username, password: password ?? (await secret('Password', cleanPassword)) };
};
