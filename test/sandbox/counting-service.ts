import type { SandboxService } from '../../src/providers/sandbox-service.js';

/** A service with two calls: `count.get` reads a number, `count.post` adds one. An event delivers the number. */
export const countingService = (deliverTo = 'http://127.0.0.1:9/hook'): SandboxService => ({
  credentials: { token: 'fake' },
  login: undefined,
  demo: undefined,
  events: [],
  resultsDemo: undefined,
  calls: ['count.get', 'count.post'],
  handle: ({ method, path, query, headers, body }, state) => {
    if (path !== '/count') return { status: 404, json: { path }, call: 'none' };
    const count = (typeof state['count'] === 'number' ? state['count'] : 0) + (method === 'POST' ? 1 : 0);
    if (method === 'POST') state['count'] = count;
    const seen = { query: { ...query }, type: headers['content-type'] ?? null, bytes: body.length };
    return { status: 200, json: { count, ...seen }, call: method === 'POST' ? 'count.post' : 'count.get' };
  },
  advance: () => ({ deliveries: [], nextAt: undefined }),
  emit: (event, state) =>
    event === 'counted'
      ? [{ url: deliverTo, event, headers: { 'X-Count': String(state['count']) }, body: 'counted' }]
      : 'There is no such event.',
  describe: (state) => ({ count: typeof state['count'] === 'number' ? state['count'] : null }),
});
