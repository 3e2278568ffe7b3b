import type { JsonValue } from '../../json/value.js';
import type { Outcome } from '../contract.js';

const link = {
  type: 'object',
  properties: {
    href: { type: 'string', format: 'uri' },
    http_methods: { type: 'array', items: { type: 'string', enum: ['GET'] } },
  },
} as const;

/**
 * JSON Schema draft-07 with the fields, types and values of the page "API Webhooks Integration", with our
 * own descriptions. The page allows null as an outcome but declares a string; here null is valid. Times
 * have no format, since the vendor writes them without a zone, which JSON Schema does not allow.
 */
export const deliverySchema: JsonValue = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Delivery of Emptor',
  description: 'What Emptor sends when the checks of a person are complete.',
  type: 'object',
  definitions: {
    ReportStatus: {
      title: 'ReportStatus',
      description: 'The result of one report of the person.',
      type: 'object',
      properties: {
        created_at: { type: 'string', description: 'When the report was created; no zone.' },
        updated_at: { type: 'string', description: 'When the report ended; no zone.' },
        reviewed_at: { type: 'string', description: 'When the report was reviewed by hand, if it was.' },
        state: { type: 'string', enum: ['COMPLETED', 'INCOMPLETE', 'ERROR'] },
        outcome: {
          type: ['string', 'null'],
          enum: ['PASSED', 'FAILED', 'INFO', null],
          description: 'Null unless the state is COMPLETED.',
        },
      },
    },
  },
  properties: {
    webhook_request_id: { type: 'string', description: 'Unique for each delivery.' },
    timestamp: { type: 'string', description: 'Unix time in milliseconds, as a string.' },
    _links: { type: 'object', properties: { person: link, self: link } },
    id: { type: 'string', description: 'ID of the person.' },
    status: { type: 'string', enum: ['PASSED', 'FAILED', 'INCOMPLETE', 'INFO', 'ERROR'] },
    custom_data: { description: 'The value given when the person was created.' },
    created_at: { description: 'When the person was created; no zone.' },
    updated_at: { type: 'string', description: 'When the last report ended; no zone.' },
    reports: {
      type: 'object',
      description: 'The result of each report, by name.',
      additionalProperties: { $ref: '#/definitions/ReportStatus' },
    },
  },
};

/** Prints the JSON Schema of a delivery, the same with or without `--json`. */
export const run = (): Promise<Outcome> =>
  Promise.resolve({
    data: deliverySchema,
    view: { kind: 'bare', text: JSON.stringify(deliverySchema, null, 2) },
  });
