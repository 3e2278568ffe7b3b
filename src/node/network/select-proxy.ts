import { configError } from '../../errors.js';
import { isLoopback } from '../../text/loopback.js';
import type { Environment } from '../../world.js';

/** The proxy for a URL, or nothing for a direct connection. AppError `config` for an address that is no proxy. */
export type ProxyChoice = (target: URL) => Promise<URL | undefined>;

const variables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

const proxyAddress = (text: string, source: string): URL => {
  // As in curl, a bare host:port is an http proxy.
  const whole = text.includes('://') ? text : `http://${text}`;
  const address = URL.canParse(whole) ? new URL(whole) : undefined;
  if (address !== undefined && /^https?:$/.test(address.protocol) && address.hostname !== '') return address;
  // The value may hold a password, so it is not shown.
  throw configError(`${source} is not the address of an http or https proxy. Nothing was sent.`, {
    hint: 'An example: http://proxy.example.com:3128',
  });
};

/**
 * Decides per URL: the option for everything, else HTTPS_PROXY, ALL_PROXY and NO_PROXY; loopback
 * is never proxied. AppError `config` at once for an option that is no proxy address.
 */
export const chooseProxy = (option: string | undefined, env: Environment): ProxyChoice => {
  const fixed = option === undefined ? undefined : proxyAddress(option, '--proxy');
  const variable = variables.find((name) => (env[name] ?? '') !== '');

  return async (target) => {
    if (isLoopback(target)) return undefined;
    if (fixed !== undefined) return fixed;
    if (variable === undefined) return undefined;
    const { getProxyForUrl } = await import('proxy-from-env');
    return getProxyForUrl(target.href) === '' ? undefined : proxyAddress(env[variable] ?? '', variable);
  };
};
