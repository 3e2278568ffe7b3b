import { isJsonObject } from '../../src/json/value.js';
import type { SandboxService } from '../../src/providers/sandbox-service.js';
import type { JsonObject } from '../../src/world.js';

interface Job {
  readonly name: string;
  readonly url: string;
  readonly due: number;
  done: boolean;
}

const isJob = (value: unknown): value is Job => isJsonObject(value) && typeof value['name'] === 'string';

const jobsIn = (state: JsonObject): readonly Job[] =>
  Array.isArray(state['jobs']) ? state['jobs'].filter(isJob) : [];

/**
 * A service whose jobs are done by themselves 1000 ms after `POST /jobs/NAME?to=URL`, and are
 * delivered then. `GET /jobs` counts those that are done; `GET /file` answers with bytes.
 */
export const timedService: SandboxService = {
  credentials: { token: 'fake' },
  login: undefined,
  demo: undefined,
  events: [],
  resultsDemo: undefined,
  calls: ['jobs.post', 'jobs.get', 'file.get'],
  handle({ method, path, query }, state, tools) {
    if (path === '/file') {
      const headers = { 'content-type': 'application/octet-stream' };
      return { status: 200, headers, bytes: Uint8Array.from([0, 255, 10, 13]), call: 'file.get' };
    }
    if (method === 'POST') {
      const job: Job = {
        name: path.slice('/jobs/'.length),
        url: query['to'] ?? '',
        due: tools.now().getTime() + 1000,
        done: false,
      };
      state['jobs'] = [...jobsIn(state), job];
      return { status: 201, json: {}, call: 'jobs.post' };
    }
    return {
      status: 200,
      json: { done: jobsIn(state).filter(({ done }) => done).length },
      call: 'jobs.get',
    };
  },
  advance(state, tools) {
    const now = tools.now().getTime();
    const due = jobsIn(state).filter((job) => !job.done && job.due <= now);
    for (const job of due) job.done = true;
    const open = jobsIn(state).filter(({ done }) => !done);
    return {
      deliveries: due.map(({ name, url }) => ({ url, event: 'done', headers: {}, body: name })),
      nextAt: open.length === 0 ? undefined : Math.min(...open.map((job) => job.due)),
    };
  },
  emit: (event, state) => jobsIn(state).map(({ name, url }) => ({ url, event, headers: {}, body: name })),
  describe: (state) => ({ jobs: jobsIn(state).map(({ name, done }) => ({ name, done })) }),
};
