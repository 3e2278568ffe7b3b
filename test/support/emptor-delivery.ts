/** The example of the page "API Webhooks Integration", as the vendor shows it. */
export const pageExample = {
  webhook_request_id: '0b6b73d5-c7bb-4124-a520-6bba4a9e8f2b',
  timestamp: '1693404404191',
  _links: {
    person: {
      href: 'https://api.emptor.io/v3/PE/persons/d2dac593-3460-4492-b249-411e5813d9b2',
      http_methods: ['GET'],
    },
    self: {
      href: 'https://api.emptor.io/v3/PE/reports/d2dac593-3460-4492-b249-411e5813d9b2',
      http_methods: ['GET'],
    },
  },
  id: 'd2dac593-3460-4492-b249-411e5813d9b2',
  status: 'PASSED',
  custom_data: null,
  created_at: '2023-08-30T14:01:50.988974',
  updated_at: '2023-08-30T14:05:38.893452',
  reports: {
    document_id_status: {
      updated_at: '2023-08-30T14:04:13.654999',
      created_at: '2023-08-30T14:01:50.988974',
      outcome: 'PASSED',
      state: 'COMPLETED',
    },
    news_search: {
      updated_at: '2023-08-30T14:05:38.893452',
      created_at: '2023-08-30T14:01:51.049228',
      outcome: 'INFO',
      state: 'COMPLETED',
    },
  },
};

export const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
