import type { JsonValue } from '../../../json/value.js';
import { completed } from '../events.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxDelivery, SandboxTools } from '../../sandbox-service.js';
import type { SandboxPerson } from './state.js';

/** As the page's example writes times: microseconds, and no zone. */
const timeText = (ms: number): string => new Date(ms).toISOString().replace('Z', '000');

const reportStatus = (person: SandboxPerson, name: string): JsonValue => ({
  created_at: timeText(person.createdAt),
  ...(person.completedAt === undefined
    ? { state: 'PENDING', outcome: null }
    : {
        updated_at: timeText(person.completedAt),
        state: 'COMPLETED',
        // In the page's example a search of the news informs, and does not judge.
        outcome: name === 'news_search' ? 'INFO' : 'PASSED',
      }),
});

const withoutReports = (person: SandboxPerson): Readonly<Record<string, JsonValue>> => ({
  id: person.id,
  status: person.completedAt === undefined ? 'PENDING' : 'PASSED',
  custom_data: person.customData,
  created_at: timeText(person.createdAt),
  ...(person.completedAt !== undefined && { updated_at: timeText(person.completedAt) }),
});

/** The answer of the status: the page says that deliveries are very like it. */
export const statusOf = (person: SandboxPerson): Readonly<Record<string, JsonValue>> => ({
  ...withoutReports(person),
  reports: Object.fromEntries(person.reports.map((name) => [name, reportStatus(person, name)])),
});

/** Links in a delivery of the sandbox lead nowhere: a receiver must not call the real API for them. */
const linkTo = (path: string): JsonValue => ({
  href: `https://emptor-sandbox.invalid${path}`,
  http_methods: ['GET'],
});

/**
 * The delivery of a person to its own webhook, or else to the organisation's; none without both. Which
 * fields a delivery without details has is not documented: here it has all but the reports.
 */
export const deliveryOf = (
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
    _links: { person: linkTo(`/v3/${country}/persons/${id}`), self: linkTo(`/v3/${country}/reports/${id}`) },
    ...(target.details ? statusOf(person) : withoutReports(person)),
  };
  return {
    url: target.url,
    event: completed,
    headers: { 'Content-Type': 'application/json', ...target.headers },
    body: JSON.stringify(body),
  };
};
