import { bodyError, privateTexts, type BodyFile } from '../body-file.js';

/** The webhook as the options describe it. */
export interface WantedWebhook {
  readonly url: string;
  readonly details: boolean;
  /** Name and secret value. */
  readonly header: readonly [name: string, value: string] | undefined;
}

/**
 * AppError `usage` where the file says something else of the webhook than the options. Header values
 * are secrets, which do not belong into a file that describes a person and is handed around.
 */
export const checkWebhookFields = (
  body: BodyFile,
  { url, details }: Pick<WantedWebhook, 'url' | 'details'>,
): void => {
  if (Object.hasOwn(body, 'webhook_headers')) {
    throw bodyError(
      'holds webhook_headers, and secrets do not belong there',
      'Name the header with --webhook-header; its value is the secret setting headerValue.',
    );
  }
  if (Object.hasOwn(body, 'webhook_url') && body['webhook_url'] !== url) {
    throw bodyError('names another webhook_url than --webhook-url', 'Take it out of the file.');
  }
  if (Object.hasOwn(body, 'webhook_details') && body['webhook_details'] !== details) {
    throw bodyError(
      'says something else in webhook_details than the options',
      'Take it out of the file; --webhook-details asks for the reports too.',
    );
  }
};

/** What is sent: the person, and the webhook fields of the page about webhooks. */
export const withWebhook = (body: BodyFile, { url, details, header }: WantedWebhook): BodyFile => ({
  ...body,
  webhook_url: url,
  ...(details && { webhook_details: true }),
  ...(header !== undefined && { webhook_headers: { [header[0]]: header[1] } }),
});

/** The texts that describe the person; what the file says of the webhook is not among them. */
export const personTexts = (body: BodyFile): readonly string[] =>
  Object.entries(body).flatMap(([key, value]) => (key.startsWith('webhook_') ? [] : privateTexts(value)));
