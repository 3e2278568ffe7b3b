import type { Call, Http } from '../../http/call.js';
import type { SecretCalls } from '../secret-operations.js';

/** The requests that read and rotate a webhook secret. */
export interface SecretRequests {
  /** A GET; it is retried. */
  readonly read: Pick<Call<string>, 'path' | 'notFound'>;
  /** Makes a new secret; never sent again once a byte was sent. */
  readonly change: Pick<Call<string>, 'method' | 'path' | 'body' | 'expect'>;
  /** Takes the secret from either response. Throws when the shape is wrong. */
  readonly parse: (body: unknown) => string;
}

/** Printable ASCII without spaces, so that a secret fits any header and file. */
const secretPattern = /^[\x21-\x7e]{1,4096}$/u;

/** Makes the functions that `secretOperations` loads. A secret with other characters is a wrong response. */
export const secretCalls = ({ read, change, parse }: SecretRequests): SecretCalls => {
  const parseSecret = (body: unknown): string => {
    const secret = parse(body);
    if (secretPattern.test(secret)) return secret;
    throw new TypeError('The secret is empty, too long or has characters that do not fit a header.');
  };
  return {
    readSecret: (http: Http, operation: string) =>
      http.call({ ...read, method: 'GET', effect: 'read', operation, parse: parseSecret }),
    changeSecret: (http: Http, operation: string) =>
      http.call({ ...change, effect: 'once', operation, parse: parseSecret }),
  };
};
