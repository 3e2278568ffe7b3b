import type { JsonValue } from '../../../json/value.js';
import { completed } from '../events.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxDelivery, SandboxTools } from '../../sandbox-service.js';
import type { SandboxPerson } from './state.js';

/** A time as in the page's example: microseconds, no zone. */
const formatTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000');

const reportJson = (person: SandboxPerson, name: string): JsonValue => ({
  created_at: formatTime(person.createdAt),
  ...(person.completedAt === undefined
    ? { state: 'PENDING', outcome: null }
    : {
        updated_at: formatTime(person.completedAt),
        state: 'COMPLETED',
        // As in the page's example.
        outcome: name === 'news_search' ? 'INFO' : 'PASSED',
      }),
});

const personJson = (person: SandboxPerson): Readonly<Record<string, JsonValue>> => ({
  id: person.id,
  status: person.completedAt === undefined ? 'PENDING' : 'PASSED',
  custom_data: person.customData,
  created_at: formatTime(person.createdAt),
  ...(person.completedAt !== undefined && { updated_at: formatTime(person.completedAt) }),
});

/** The response of the status call, which the page calls similar to deliveries. */
export const personStatusJson = (person: SandboxPerson): Readonly<Record<string, JsonValue>> => ({
  ...personJson(person),
  reports: Object.fromEntries(person.reports.map((name) => [name, reportJson(person, name)])),
});

/** The host does not exist, so that a receiver does not call the real API. */
const link = (path: string): JsonValue => ({
  href: `https://emptor-sandbox.invalid${path}`,
  http_methods: ['GET'],
});

/**
 * The delivery of a person to its own webhook, or to the mapping of the organization; undefined without
 * either. The fields of a delivery without details are not documented: here it has all but the reports.
 */
export const createDelivery = (
  person: SandboxPerson,
  mapping: string | undefined,
  tools: SandboxTools,
): SandboxDelivery | undefined => {
  const { id, country } = person;
  const target =
    person.webhook ?? (mapping === undefined ? undefined : { url: mapping, details: true, headers: {} });
  if (target === undefined) return undefined;
  const body = {
    webhook_request_id: randomUuid(tools),
    timestamp: String(tools.now().getTime()),
    _links: { person: link(`/v3/${country}/persons/${id}`), self: link(`/v3/${country}/reports/${id}`) },
    ...(target.details ? personStatusJson(person) : personJson(person)),
  };
  return {
    url: target.url,
    event: completed,
    headers: { 'Content-Type': 'application/json', ...target.headers },
    body: JSON.stringify(body),
  };
};
