// The URL parser writes every notation of an address in one form, such as 127.0.0.1 for 0x7f.1.
const loopback = /^(?:localhost\.?|127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;

/**
 * Whether a URL leads to this machine for certain: `localhost`, 127.0.0.0/8, ::1, and 127.0.0.0/8 mapped to IPv6.
 *
 * Names below `localhost`, such as `api.localhost`, do not count. RFC 6761 reserves them for loopback, but
 * Node passes them to the system's resolver, which may return any address. What this decides (plain http,
 * no proxy, sandbox deliveries) must not depend on that.
 */
export const isLoopback = ({ hostname }: URL): boolean => loopback.test(hostname);
