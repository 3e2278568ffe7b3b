import { BlockList, isIP } from 'node:net';
import { usageError } from '../errors.js';
import { isLoopbackHost } from './base-url.js';

export interface WebhookUrlRules {
  /** `--allow-private-url`: addresses that the provider can hardly reach are the user's business. */
  readonly allowPrivate: boolean;
  /** The provider itself is on this machine, as the sandbox is. */
  readonly loopbackAllowed: boolean;
}

export interface LintedWebhookUrl {
  /** Exactly as typed: this is what is sent. */
  readonly url: string;
  /** Host as it goes over the wire, with the port where it is not the usual one. */
  readonly host: string;
  readonly warnings: readonly string[];
}

/** From the special-purpose registries of IANA, but for the networks kept for examples. */
const privateNetworks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'], // unspecified, this network
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'], // carrier-grade NAT
  ['127.0.0.0', 8, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'], // Azure's metadata, a public address in form only
  ['169.254.0.0', 16, 'ipv4'], // link-local, metadata
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'], // benchmarks
  ['224.0.0.0', 4, 'ipv4'], // multicast
  ['240.0.0.0', 4, 'ipv4'], // reserved, broadcast
  ['::', 96, 'ipv6'], // unspecified, loopback, old IPv4-compatible
  ['::ffff:0:0:0', 96, 'ipv6'], // translation of old, holds an IPv4 address
  ['64:ff9b::', 96, 'ipv6'], // translation to any IPv4 address
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'], // discard
  ['2001::', 32, 'ipv6'], // Teredo, holds an IPv4 address
  ['2002::', 16, 'ipv6'], // 6to4, holds an IPv4 address
  ['fc00::', 7, 'ipv6'], // unique local
  ['fe80::', 9, 'ipv6'], // link-local, and site-local of old
  ['ff00::', 8, 'ipv6'], // multicast
];

const isPrivateAddress = (host: string): boolean => {
  const networks = new BlockList();
  for (const [address, prefix, family] of privateNetworks) networks.addSubnet(address, prefix, family);
  // An IPv4 address inside an IPv6 one (::ffff:…) is checked against the IPv4 networks too.
  return networks.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
};

/** Names that no public resolver answers. One without a dot is looked up on the local network. */
const isLocalName = (host: string): boolean =>
  !host.includes('.') || /\.(?:localhost|local|localdomain|internal|home\.arpa)$/.test(host);

const refuse = (reason: string, hint?: string): never => {
  // The URL itself is not shown: it may hold a password or a token.
  throw usageError(`The webhook URL ${reason}. Nothing was sent.`, { hint });
};

const example = 'It looks like https://hooks.example.com/path.';

/** What the parser would silently repair, so it is looked for in the text as typed. Gives the authority. */
const checkText = (text: string): string => {
  if (text === '') return refuse('is empty', example);
  if (/[\s\p{Cc}]/u.test(text)) return refuse('holds white space or a control character');
  if (/[\p{Cf}\p{Cs}]/u.test(text)) return refuse('holds an invisible character');
  if (text.includes('\\')) return refuse('holds a backslash');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return refuse('has no scheme', example);
  if (scheme !== 'https' && scheme !== 'http') return refuse('does not begin with https://', example);
  if (text.includes('#')) return refuse('has a fragment, which is never sent to a server');
  const authority = /^[^/?]*/.exec(text.slice(scheme.length + 3))?.[0] ?? '';
  if (authority === '') return refuse('has no host', example);
  if (authority.includes('@')) {
    return refuse('holds a user name or password', 'They would end up in logs.');
  }
  if (authority.includes('%')) return refuse('has a percent sign in its host');
  return authority;
};

/**
 * Checks where deliveries are to go, before a provider is told. AppError `usage` unless it
 * is an https URL without user info and fragment whose host is public; http serves for this
 * machine where that is allowed.
 */
export const lintWebhookUrl = (text: string, rules: WebhookUrlRules): LintedWebhookUrl => {
  const authority = checkText(text);
  if (!URL.canParse(text)) return refuse('has a host or port that is not valid', example);
  const url = new URL(text);
  // The parser gave IPv4 addresses their usual form, whatever notation was typed.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (/^$|^\.|\.\./.test(host)) return refuse('has a host that is not valid', example);

  const loopback = isLoopbackHost(host) || host.endsWith('.localhost');
  const excused = loopback && rules.loopbackAllowed;
  if (url.protocol === 'http:' && !excused) return refuse('does not begin with https://', example);

  const unreachable = isIP(host) === 0 ? isLocalName(host) : isPrivateAddress(host);
  if (unreachable && !excused && !rules.allowPrivate) {
    return refuse(
      `leads to a private or local address (${url.hostname}), which the provider cannot reach`,
      'If it can in your network, add --allow-private-url.',
    );
  }

  const typedPlainly = /^[!-~]*$/.test(authority);
  const warnings = typedPlainly
    ? []
    : [`The host of the webhook URL holds letters outside ASCII; deliveries go to ${url.hostname}.`];
  return { url: text, host: url.host, warnings };
};
