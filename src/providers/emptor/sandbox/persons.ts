import { isJsonObject, type JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxRequest, SandboxTools } from '../../sandbox-service.js';
import { isHttpUrl, type Reply } from '../../sandbox-body.js';
import { readObject, refusal } from './answers.js';
import { statusOf } from './payload.js';
import { checksTakeMs, keepPersons, personsIn, type SandboxPerson } from './state.js';

/** The reports of the page's example, for a body that names none. */
const usualReports: readonly string[] = ['document_id_status', 'news_search'];

const areHeaders = (value: unknown): value is Readonly<Record<string, string>> =>
  isJsonObject(value) &&
  Object.entries(value).every(
    ([name, text]) => /^[\w!#$%&'*+.^`|~-]+$/u.test(name) && typeof text === 'string',
  );

/** What is wrong with a webhook field of the page, or nothing. */
const faultIn = (fields: Readonly<Record<string, unknown>>): string | undefined => {
  const { webhook_url: url, webhook_details: details, webhook_headers: headers } = fields;
  if (url !== undefined && !isHttpUrl(url)) return 'webhook_url must be an http or https URL.';
  if (details !== undefined && typeof details !== 'boolean') return 'webhook_details must be true or false.';
  if (headers !== undefined && !areHeaders(headers)) return 'webhook_headers must hold texts by name.';
  return undefined;
};

const webhookOf = ({
  webhook_url: url,
  webhook_details: details,
  webhook_headers: headers,
}: Readonly<Record<string, unknown>>): SandboxPerson['webhook'] =>
  isHttpUrl(url)
    ? { url, details: details === true, headers: areHeaders(headers) ? { ...headers } : {} }
    : undefined;

/** POST: the person's id as a bare JSON text, as the vendor's example reads it. The status 200 is ours. */
export const createPerson = (
  request: SandboxRequest,
  state: JsonObject,
  tools: SandboxTools,
  country: string,
): Reply => {
  const body = readObject(request);
  if ('refused' in body) return body.refused;
  const { fields } = body;
  const fault = faultIn(fields);
  if (fault !== undefined) return refusal(400, fault);
  const named = isJsonObject(fields['reports']) ? Object.keys(fields['reports']) : [];
  const person: SandboxPerson = {
    id: randomUuid(tools),
    country,
    reports: named.length === 0 ? usualReports : named,
    customData: (fields['custom_data'] ?? null) as JsonValue, // a part of parsed JSON
    createdAt: tools.now().getTime(),
    completedAt: undefined,
    webhook: webhookOf(fields),
  };
  keepPersons(state, [...personsIn(state), person]);
  return { status: 200, json: person.id };
};

const answerAbout =
  (show: (person: SandboxPerson) => JsonValue) =>
  (state: JsonObject, country: string, id: string): Reply => {
    const person = personsIn(state).find((one) => one.id === id && one.country === country);
    return person === undefined
      ? refusal(404, 'There is no such person in this country.')
      : { status: 200, json: show(person) };
  };

/** GET on the status, and on the report that a delivery links to: that both are alike is ours. */
export const getStatus = answerAbout(statusOf);

/** GET on the person that a delivery links to; the shape of its answer is not documented, so it is small. */
export const getPerson = answerAbout(({ id, customData }) => ({ id, custom_data: customData }));

/** Somebody whom a colleague created in the dashboard, checked by now: the mapping is there for them too. */
export const dashboardPerson = (tools: SandboxTools): SandboxPerson => {
  const completedAt = tools.now().getTime();
  return {
    id: randomUuid(tools),
    country: 'PE',
    reports: usualReports,
    customData: null,
    createdAt: completedAt - checksTakeMs,
    completedAt,
    webhook: undefined,
  };
};
