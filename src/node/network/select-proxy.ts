import { configError } from '../../errors.js';
import { isLoopback } from '../../text/loopback.js';
import type { Environment } from '../../world.js';

/** Resolves to the proxy for a URL, or undefined. Rejects with AppError `config` for an invalid proxy variable. */
export type ProxySelector = (target: URL) => Promise<URL | undefined>;

const variables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

const parseProxyUrl = (text: string, source: string): URL => {
  // As in curl, a bare host:port is an http proxy.
  const href = text.includes('://') ? text : `http://${text}`;
  const address = URL.canParse(href) ? new URL(href) : undefined;
  if (address !== undefined && /^https?:$/.test(address.protocol) && address.hostname !== '') return address;
  // The value may hold a password, so it is not shown.
  throw configError(`${source} is not the address of an http or https proxy. Nothing was sent.`, {
    hint: 'An example: http://proxy.example.com:3128',
  });
};

/**
 * Uses the option for every URL, else HTTPS_PROXY, ALL_PROXY and NO_PROXY; loopback is never proxied.
 * Throws AppError `config` for an option that is not a proxy URL.
 */
export const createProxySelector = (option: string | undefined, env: Environment): ProxySelector => {
  const fromOption = option === undefined ? undefined : parseProxyUrl(option, '--proxy');
  const variable = variables.find((name) => (env[name] ?? '') !== '');

  return async (target) => {
    if (isLoopback(target)) return undefined;
    if (fromOption !== undefined) return fromOption;
    if (variable === undefined) return undefined;
    const { getProxyForUrl } = await import('proxy-from-env');
    return getProxyForUrl(target.href) === '' ? undefined : parseProxyUrl(env[variable] ?? '', variable);
  };
};
