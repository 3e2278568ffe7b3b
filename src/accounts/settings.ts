import { configError } from '../errors.js';
import type { Provider, Setting } from '../providers/contract.js';
import type { Environment, JsonObject } from '../world.js';
import { getText } from './json-path.js';
import { variableName } from '../providers/names.js';

export type SettingOrigin = 'flag' | 'environment' | 'profile' | 'default' | 'sandbox';

export interface ResolvedSetting {
  /** As it was set; may be an alias. */
  readonly value: string;
  readonly from: SettingOrigin;
  /** Where it was found, for messages: a variable's name, `config, profile default`, `the default`. */
  readonly source: string;
}

/** The sources of settings. Flags take precedence over the environment, the profile and the defaults. */
export interface SettingSources {
  readonly provider: Provider;
  readonly profile: string;
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Environment;
  readonly config: JsonObject;
  /** Settings of the sandbox; undefined without `--sandbox`. Then the environment is ignored. */
  readonly sandbox: Readonly<Record<string, string>> | undefined;
}

export const settingOf = (provider: Provider, key: string): Setting | undefined =>
  Object.hasOwn(provider.settings, key) ? provider.settings[key] : undefined;

/** The value of a variable. Throws AppError `config` when it is set but empty. */
export const readVariable = (env: Environment, variable: string): string | undefined => {
  const value = env[variable];
  if (value === '') {
    throw configError(`${variable} is set but empty. Nothing was sent.`, {
      hint: 'Give it a value, or unset it.',
    });
  }
  return value;
};

/** The value that an alias stands for; any other value is returned as it is. */
export const resolveAlias = ({ aliases = {} }: Setting, value: string): string =>
  (Object.hasOwn(aliases, value) ? aliases[value] : undefined) ?? value;

const checked = (value: string, setting: Setting, source: string): string => {
  const wrong = setting.validate?.(resolveAlias(setting, value));
  if (wrong !== undefined) throw configError(`${source}: ${wrong} Nothing was sent.`);
  return value;
};

/** Finds the value of a setting that is not secret; undefined when it is not set. */
export const resolveSetting = (sources: SettingSources, key: string): ResolvedSetting | undefined => {
  const { provider, profile, flags, env, config, sandbox } = sources;
  const setting = settingOf(provider, key);
  if (setting === undefined || setting.secret === true) return undefined;
  const fromFlag = Object.hasOwn(flags, key) ? flags[key] : undefined;
  if (fromFlag !== undefined) return { value: fromFlag, from: 'flag', source: 'the command line' };
  const stored = getText(config, ['profiles', profile, provider.id, key]);
  const fromProfile = (): ResolvedSetting | undefined => {
    if (stored === undefined) return undefined;
    const source = `config, profile ${profile}`;
    return { value: checked(stored, setting, source), from: 'profile', source };
  };
  if (sandbox !== undefined) {
    // The sandbox always has its own address.
    if (key === 'baseUrl') return { value: `sandbox:${provider.id}`, from: 'sandbox', source: 'the sandbox' };
    const inProfile = fromProfile();
    if (inProfile !== undefined) return inProfile;
    const value = Object.hasOwn(sandbox, key) ? sandbox[key] : setting.default;
    return value === undefined ? undefined : { value, from: 'sandbox', source: 'the sandbox' };
  }
  const variable = variableName(provider.id, key);
  const fromVariable = readVariable(env, variable);
  if (fromVariable !== undefined) {
    return { value: checked(fromVariable, setting, variable), from: 'environment', source: variable };
  }
  const inProfile = fromProfile();
  if (inProfile !== undefined) return inProfile;
  return setting.default === undefined
    ? undefined
    : { value: setting.default, from: 'default', source: 'the default' };
};
