import type { Http } from '../http/call.js';
import type { Validator } from '../world.js';
import type { Absent, Basis } from './absent.js';

export interface Setting {
  readonly about: string;
  /** Asked by `auth login` and `init`; a setting without a question is only ever set by hand. */
  readonly question?: string;
  readonly secret?: true;
  readonly default?: string;
  readonly example?: string;
  /** How sure the default is; `documented` unless it says otherwise. */
  readonly basis?: Basis;
  /** Not for `baseUrl`, which has its own check. */
  readonly validate?: Validator;
  /** Calls need it, though it has no default. */
  readonly required?: true;
  /** Its question may be answered with nothing. */
  readonly optional?: true;
  /** Words that stand for longer values. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** The value of a setting that is not secret; undefined when it is neither set nor has a default. */
export type SettingOf<Key extends string> = (key: Key) => string | undefined;

/** Every provider has an address. */
export type Settings<Key extends string> = Readonly<Record<Key, Setting>> & { readonly baseUrl: Setting };

export interface StoredLogin {
  readonly credential: string;
  readonly refresh?: string;
}

/** How calls are authenticated, and how a credential is got, proven and renewed. */
export interface Access<Key extends string> {
  /** The secret setting that is the credential. */
  readonly credential: Key;
  readonly headers: (credential: string, setting: SettingOf<Key>) => Readonly<Record<string, string>>;
  /** Headers of every call, also of those without a credential. */
  readonly commonHeaders?: (setting: SettingOf<Key>) => Readonly<Record<string, string>>;
  /** What a refused credential usually means here, a sentence. */
  readonly authFailureHint?: string;
  /**
   * A read that changes nothing; resolves to what it found, in a few words, or to why these settings
   * allow none.
   */
  readonly verifyCredential:
    | Absent
    | (() => Promise<{
        readonly verifyCredential: (http: Http, setting: SettingOf<Key>) => Promise<string | Absent>;
      }>);
  /** Gets a credential for a user name and a password, which is never stored. */
  readonly login:
    | Absent
    | {
        readonly about: string;
        readonly load: () => Promise<{
          readonly login: (http: Http, username: string, password: string) => Promise<StoredLogin>;
        }>;
      };
  /** Gets a new credential for a refresh token. */
  readonly renew:
    Absent | (() => Promise<{ readonly renew: (http: Http, refresh: string) => Promise<StoredLogin> }>);
}
