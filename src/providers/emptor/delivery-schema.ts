/**
 * The shape of a delivery: JSON Schema draft-07 with the fields, types and words of the page "API
 * Webhooks Integration", described in our own words. One thing differs: the page lists null among the
 * outcomes but declares them text, so a strict validator refuses what the page allows.
 */

import type { JsonValue } from '../../json/value.js';

const link = {
  type: 'object',
  properties: {
    href: { type: 'string', format: 'uri' },
    http_methods: { type: 'array', items: { type: 'string', enum: ['GET'] } },
  },
} as const;

/** No format on times: the vendor writes them without a zone, which the format of JSON Schema refuses. */
export const deliverySchema: JsonValue = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Delivery of Emptor',
  description: 'What Emptor posts when the checks of a person are complete.',
  type: 'object',
  definitions: {
    ReportStatus: {
      title: 'ReportStatus',
      description: 'How one report of the person ended.',
      type: 'object',
      properties: {
        created_at: { type: 'string', description: 'When the report began; no zone.' },
        updated_at: { type: 'string', description: 'When the report ended; no zone.' },
        reviewed_at: { type: 'string', description: 'When somebody reviewed it by hand, if so.' },
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
    webhook_request_id: { type: 'string', description: 'Tells two deliveries apart.' },
    timestamp: { type: 'string', description: 'Milliseconds since 1970 UTC, as text.' },
    _links: { type: 'object', properties: { person: link, self: link } },
    id: { type: 'string', description: 'Id of the person.' },
    status: { type: 'string', enum: ['PASSED', 'FAILED', 'INCOMPLETE', 'INFO', 'ERROR'] },
    custom_data: { description: 'Whatever was given when the person was created.' },
    created_at: { description: 'When the person was created; no zone.' },
    updated_at: { type: 'string', description: 'When the last report ended; no zone.' },
    reports: {
      type: 'object',
      description: 'Report name to how it ended.',
      additionalProperties: { $ref: '#/definitions/ReportStatus' },
    },
  },
};
