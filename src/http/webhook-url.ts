import { BlockList, isIP } from 'node:net';
import { usageError } from '../errors.js';
import { isLoopback } from '../text/loopback.js';

export interface WebhookUrlRules {
  /** `--allow-private-url`: accepts addresses that the provider usually cannot reach. */
  readonly allowPrivate: boolean;
  /** The provider runs on this machine, like the sandbox. */
  readonly loopbackAllowed: boolean;
}

export interface LintedWebhookUrl {
  /** The URL as typed, which is what is sent to the provider. */
  readonly url: string;
  /** Host in ASCII form, with the port unless it is the default one. */
  readonly host: string;
  readonly warnings: readonly string[];
}

/** Networks in the special-purpose registries of IANA, except those for documentation. */
const privateNetworks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'], // unspecified, this network
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'], // carrier-grade NAT
  ['127.0.0.0', 8, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'], // Azure metadata, although the address looks public
  ['169.254.0.0', 16, 'ipv4'], // link-local, metadata
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'], // benchmarks
  ['224.0.0.0', 4, 'ipv4'], // multicast
  ['240.0.0.0', 4, 'ipv4'], // reserved, broadcast
  ['::', 96, 'ipv6'], // unspecified, loopback, IPv4-compatible
  ['::ffff:0:0:0', 96, 'ipv6'], // IPv4-translated
  ['64:ff9b::', 96, 'ipv6'], // NAT64
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'], // discard
  ['2001::', 32, 'ipv6'], // Teredo, contains an IPv4 address
  ['2002::', 16, 'ipv6'], // 6to4, contains an IPv4 address
  ['fc00::', 7, 'ipv6'], // unique local
  ['fe80::', 9, 'ipv6'], // link-local, and deprecated site-local
  ['ff00::', 8, 'ipv6'], // multicast
];

const isPrivateAddress = (host: string): boolean => {
  const networks = new BlockList();
  for (const [address, prefix, family] of privateNetworks) networks.addSubnet(address, prefix, family);
  // BlockList also checks an IPv4-mapped address (::ffff:…) against the IPv4 networks.
  return networks.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
};

/** Whether no public resolver knows the name. A name without a dot is looked up in the local network. */
const isLocalName = (host: string): boolean =>
  !host.includes('.') || /\.(?:localhost|local|localdomain|internal|home\.arpa)$/.test(host);

const refuse = (reason: string, hint?: string): never => {
  // The URL itself is not shown, because it may contain a password or a token.
  throw usageError(`The webhook URL ${reason}. Nothing was sent.`, { hint });
};

const example = 'It looks like https://hooks.example.com/path.';

/** Checks for what the URL parser would silently repair. Returns the authority as typed. */
const checkText = (text: string): string => {
  if (text === '') return refuse('is empty', example);
  if (/[\s\p{Cc}]/u.test(text)) return refuse('contains white space or a control character');
  if (/[\p{Cf}\p{Cs}]/u.test(text)) return refuse('contains an invisible character');
  if (text.includes('\\')) return refuse('contains a backslash');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return refuse('has no scheme', example);
  if (scheme !== 'https' && scheme !== 'http') return refuse('does not start with https://', example);
  if (text.includes('#')) return refuse('has a fragment, which is never sent to a server');
  const authority = /^[^/?]*/.exec(text.slice(scheme.length + 3))?.[0] ?? '';
  if (authority === '') return refuse('has no host', example);
  if (authority.includes('@')) {
    return refuse('contains a user name or password', 'They would end up in logs.');
  }
  if (authority.includes('%')) return refuse('has a percent sign in its host');
  return authority;
};

/**
 * Checks a webhook URL before it is sent to a provider. Throws AppError `usage` unless it is an https URL
 * without user info and fragment whose host is public. For loopback, http is accepted if `rules` allow it.
 */
export const lintWebhookUrl = (text: string, rules: WebhookUrlRules): LintedWebhookUrl => {
  const authority = checkText(text);
  if (!URL.canParse(text)) return refuse('has a host or port that is not valid', example);
  const url = new URL(text);
  // The URL parser has converted IPv4 addresses to dotted decimal form.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (/^$|^\.|\.\./.test(host)) return refuse('has a host that is not valid', example);

  const isAllowedLoopback = rules.loopbackAllowed && isLoopback(url);
  if (url.protocol === 'http:' && !isAllowedLoopback) return refuse('does not start with https://', example);

  const unreachable = isIP(host) === 0 ? isLocalName(host) : isPrivateAddress(host);
  if (unreachable && !isAllowedLoopback && !rules.allowPrivate) {
    return refuse(
      `points to a private or local address (${url.hostname}), which the provider cannot reach`,
      'If it can in your network, add --allow-private-url.',
    );
  }

  const isAscii = /^[!-~]*$/.test(authority);
  const warnings = isAscii
    ? []
    : [`The host of the webhook URL contains characters outside ASCII. Deliveries go to ${url.hostname}.`];
  return { url: text, host: url.host, warnings };
};
