import { isJsonObject, type JsonValue } from '../../../json/value.js';
import { randomUuid } from '../../sandbox-random.js';
import { isHttpUrl, type RouteContext, type RouteResponse } from '../../sandbox-router.js';
import type { SandboxTools } from '../../sandbox-service.js';
import { personStatusJson } from './payload.js';
import { errorResponse, readFields } from './responses.js';
import { checkDurationMs, readPersons, savePersons, type SandboxPerson } from './state.js';

/** The reports of the page's example, for a body without reports. */
const defaultReports: readonly string[] = ['document_id_status', 'news_search'];

const areHeaders = (value: unknown): value is Readonly<Record<string, string>> =>
  isJsonObject(value) &&
  Object.entries(value).every(
    ([name, text]) => /^[\w!#$%&'*+.^`|~-]+$/u.test(name) && typeof text === 'string',
  );

/** What is wrong with the webhook fields, or undefined. */
const validateWebhook = (fields: Readonly<Record<string, unknown>>): string | undefined => {
  const { webhook_url: url, webhook_details: details, webhook_headers: headers } = fields;
  if (url !== undefined && !isHttpUrl(url)) return 'webhook_url must be an http or https URL.';
  if (details !== undefined && typeof details !== 'boolean') return 'webhook_details must be true or false.';
  if (headers !== undefined && !areHeaders(headers)) return 'webhook_headers must map names to strings.';
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

const countryOf = ({ param }: RouteContext): string => param('country').toUpperCase();

/** POST: returns the person's id as a bare JSON string, as the vendor's example reads it. The status 200 is assumed. */
export const createPerson = (context: RouteContext): RouteResponse => {
  const { request, state, tools } = context;
  const fields = readFields(request);
  const message = validateWebhook(fields);
  if (message !== undefined) return errorResponse(400, message);
  const reports = isJsonObject(fields['reports']) ? Object.keys(fields['reports']) : [];
  const person: SandboxPerson = {
    id: randomUuid(tools),
    country: countryOf(context),
    reports: reports.length === 0 ? defaultReports : reports,
    customData: (fields['custom_data'] ?? null) as JsonValue, // part of parsed JSON
    createdAt: tools.now().getTime(),
    completedAt: undefined,
    webhook: webhookOf(fields),
  };
  savePersons(state, [...readPersons(state), person]);
  return { status: 200, json: person.id };
};

const respondWith =
  (toJson: (person: SandboxPerson) => JsonValue) =>
  (context: RouteContext): RouteResponse => {
    const [id, country] = [context.param('id'), countryOf(context)];
    const person = readPersons(context.state).find((one) => one.id === id && one.country === country);
    return person === undefined
      ? errorResponse(404, 'There is no such person in this country.')
      : { status: 200, json: toJson(person) };
  };

/** GET of the status, and of the report that a delivery links to, which is assumed to be alike. */
export const getStatus = respondWith(personStatusJson);

/** GET of the person that a delivery links to. The response is not documented, so it is kept small. */
export const getPerson = respondWith(({ id, customData }) => ({ id, custom_data: customData }));

/** A person created in Emptor's dashboard, whose checks are complete: the mapping delivers those too. */
export const dashboardPerson = (tools: SandboxTools): SandboxPerson => {
  const completedAt = tools.now().getTime();
  return {
    id: randomUuid(tools),
    country: 'PE',
    reports: defaultReports,
    customData: null,
    createdAt: completedAt - checkDurationMs,
    completedAt,
    webhook: undefined,
  };
};
