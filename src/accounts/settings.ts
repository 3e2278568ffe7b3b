import { configError } from '../errors.js';
import type { Provider, Setting } from '../providers/contract.js';
import type { Environment, JsonObject } from '../world.js';
import { getText } from './json-path.js';
import { variableName } from '../providers/names.js';

export type SettingOrigin = 'flag' | 'environment' | 'profile' | 'default' | 'sandbox';

export interface ResolvedSetting {
  /** As it was set: it may be a word that stands for another value. */
  readonly value: string;
  readonly from: SettingOrigin;
  /** Where it was found, for people: a variable's name, `profile default`, `default`. */
  readonly source: string;
}

/** Where settings are looked for, strongest first: flags, environment, profile, defaults. */
export interface SettingSources {
  readonly provider: Provider;
  readonly profile: string;
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Environment;
  readonly config: JsonObject;
  /** Set in sandbox mode: then `config` is the sandbox's own, and of the rest nothing counts but flags. */
  readonly sandbox: Readonly<Record<string, string>> | undefined;
}

export const settingOf = (provider: Provider, key: string): Setting | undefined =>
  Object.hasOwn(provider.settings, key) ? provider.settings[key] : undefined;

/** AppError `config` for a variable that is set but empty: it is a mistake, not an absence. */
export const readVariable = (env: Environment, variable: string): string | undefined => {
  const value = env[variable];
  if (value === '') {
    throw configError(`${variable} is set but empty. Nothing was sent.`, {
      hint: 'Give it a value, or unset it.',
    });
  }
  return value;
};

/** The value that a setting's word stands for; any other value is itself. */
export const resolveAlias = ({ aliases: words = {} }: Setting, value: string): string =>
  (Object.hasOwn(words, value) ? words[value] : undefined) ?? value;

const checked = (value: string, setting: Setting, source: string): string => {
  const wrong = setting.validate?.(resolveAlias(setting, value));
  if (wrong !== undefined) throw configError(`${source}: ${wrong} Nothing was sent.`);
  return value;
};

/** A setting that is not secret, and who said so; undefined when nobody did. */
export const resolveSetting = (sources: SettingSources, key: string): ResolvedSetting | undefined => {
  const { provider, profile, flags, env, config, sandbox } = sources;
  const setting = settingOf(provider, key);
  if (setting === undefined || setting.secret === true) return undefined;
  const given = Object.hasOwn(flags, key) ? flags[key] : undefined;
  if (given !== undefined) return { value: given, from: 'flag', source: 'the command line' };
  const stored = getText(config, ['profiles', profile, provider.id, key]);
  const fromProfile = (): ResolvedSetting | undefined => {
    if (stored === undefined) return undefined;
    const source = `config, profile ${profile}`;
    return { value: checked(stored, setting, source), from: 'profile', source };
  };
  if (sandbox !== undefined) {
    // It has an address of its own, whatever was named.
    if (key === 'baseUrl') return { value: `sandbox:${provider.id}`, from: 'sandbox', source: 'the sandbox' };
    const kept = fromProfile();
    if (kept !== undefined) return kept;
    const value = Object.hasOwn(sandbox, key) ? sandbox[key] : setting.default;
    return value === undefined ? undefined : { value, from: 'sandbox', source: 'the sandbox' };
  }
  const variable = variableName(provider.id, key);
  const fromVariable = readVariable(env, variable);
  if (fromVariable !== undefined) {
    return { value: checked(fromVariable, setting, variable), from: 'environment', source: variable };
  }
  const kept = fromProfile();
  if (kept !== undefined) return kept;
  return setting.default === undefined
    ? undefined
    : { value: setting.default, from: 'default', source: 'the default' };
};
