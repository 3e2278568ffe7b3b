import { bodyError, privateTexts, type BodyFile } from '../body-file.js';

/** The webhook that the options describe. */
export interface PersonWebhook {
  readonly url: string;
  readonly details: boolean;
  /** Name and secret value. */
  readonly header: readonly [name: string, value: string] | undefined;
}

/**
 * Throws AppError `usage` when the file contradicts the options, or has webhook headers: their values are
 * secrets, which should not be in a file that describes a person.
 */
export const validateWebhookFields = (
  body: BodyFile,
  { url, details }: Pick<PersonWebhook, 'url' | 'details'>,
): void => {
  if (Object.hasOwn(body, 'webhook_headers')) {
    throw bodyError(
      'has webhook_headers, which should not be in a file because they are secrets',
      'Use --webhook-header NAME instead; the value is the secret setting headerValue.',
    );
  }
  if (Object.hasOwn(body, 'webhook_url') && body['webhook_url'] !== url) {
    throw bodyError('has a webhook_url that is not the one of --webhook-url', 'Remove it from the file.');
  }
  if (Object.hasOwn(body, 'webhook_details') && body['webhook_details'] !== details) {
    throw bodyError(
      'has a webhook_details that contradicts the options',
      'Remove it from the file; use --webhook-details to get the reports too.',
    );
  }
};

/** The body of the request: the person with the webhook fields. */
export const withWebhook = (body: BodyFile, { url, details, header }: PersonWebhook): BodyFile => ({
  ...body,
  webhook_url: url,
  ...(details && { webhook_details: true }),
  ...(header !== undefined && { webhook_headers: { [header[0]]: header[1] } }),
});

/** The strings that describe the person, without those of the webhook. */
export const personStrings = (body: BodyFile): readonly string[] =>
  Object.entries(body).flatMap(([key, value]) => (key.startsWith('webhook_') ? [] : privateTexts(value)));
