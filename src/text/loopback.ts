// URL normalizes every notation of an address, such as 0x7f.1 to 127.0.0.1.
const loopback = /^(?:localhost\.?|127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;

/**
 * Whether a URL always refers to this machine: `localhost`, 127.0.0.0/8, ::1, and 127.0.0.0/8 mapped to IPv6.
 *
 * Names below `localhost`, such as `api.localhost`, do not count. RFC 6761 reserves them for loopback, but
 * Node passes them to the system resolver, which may return any address.
 */
export const isLoopback = ({ hostname }: URL): boolean => loopback.test(hostname);
