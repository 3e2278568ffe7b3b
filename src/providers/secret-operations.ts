import type { Http } from '../http/call.js';
import type { Basis } from './capabilities.js';
import type { Inputs } from './inputs/inputs.js';
import { callExits, operation, type Operation } from './operation.js';

/** The two calls of an API that reads and rotates its webhook secret. `operation` names the command in errors. */
export interface SecretCalls {
  readonly readSecret: (http: Http, operation: string) => Promise<string>;
  /** Makes a new secret. Called once per rotation, never repeated. */
  readonly changeSecret: (http: Http, operation: string) => Promise<string>;
}

/** A provider's webhook secret, as the operations on it need to know it. */
export interface SecretApi {
  readonly id: string;
  readonly name: string;
  readonly basis: Basis;
  /** The requests of `token get` and of `token rotate`, for help. */
  readonly requests: { readonly get: string; readonly rotate: string };
  /** A sentence: whether the old secret keeps working after a rotation. */
  readonly oldSecret: string;
  readonly load: () => Promise<SecretCalls>;
}

const secretOutputInputs = {
  reveal: { type: 'flag', about: 'Print only the secret itself, to standard output' },
  output: { type: 'text', value: 'FILE', about: 'Write the secret to a new file, mode 0600' },
  force: { type: 'flag', about: 'Replace an existing --output file' },
  dotenv: {
    type: 'text',
    value: 'FILE',
    about: 'Set the secret in this dotenv file; its other lines stay as they are',
  },
  dotenvName: { type: 'text', value: 'NAME', about: 'Variable to set in the dotenv file' },
} as const satisfies Inputs;

export const tokenGetInputs = secretOutputInputs;

export const tokenRotateInputs = {
  ...secretOutputInputs,
  grace: {
    type: 'duration',
    zero: true,
    about: 'Keep the old secret as previous for this long (default 24h; 0: do not keep it)',
  },
} as const satisfies Inputs;

export const tokenRecoverInputs = {
  discard: { type: 'flag', about: 'Delete the record of the rotation without finishing it' },
} as const satisfies Inputs;

/** The operations `token get`, `token rotate` and `token recover` of a provider. */
export interface SecretOperations {
  readonly get: Operation<never>;
  readonly rotate: Operation<never>;
  readonly recover: Operation<never>;
}

/** Declares the operations on a webhook secret that the API can read and rotate. */
export const secretOperations = (api: SecretApi): SecretOperations => {
  const { id, name, basis, requests } = api;
  const toDotenv = `--dotenv .env --dotenv-name ${id.toUpperCase()}_WEBHOOK_SECRET`;
  return {
    get: operation({
      commandPath: ['token', 'get'],
      summary: 'Read the secret of the webhook and save it in the local store.',
      inputs: tokenGetInputs,
      effect: 'read',
      basis,
      requests: requests.get,
      stores: 'the secret',
      exits: callExits,
      examples: [`${id} token get`, `${id} token get ${toDotenv}`, `${id} token get --reveal`],
      load: async () => {
        const { tokenGet } = await import('./secret/get.js');
        return tokenGet(await api.load());
      },
    }),
    rotate: operation({
      commandPath: ['token', 'rotate'],
      summary: 'Make a new secret without ever losing it. The changing call is sent once, whatever happens.',
      inputs: tokenRotateInputs,
      effect: 'rotate',
      basis,
      requests: requests.rotate,
      stores: 'the new secret, and the old one as previous until the grace ends',
      exits: [...callExits, 'partial', 'conflict'],
      examples: [`${id} token rotate --yes`, `${id} token rotate --yes ${toDotenv}`],
      load: async () => {
        const { tokenRotate } = await import('./secret/rotate.js');
        return tokenRotate(api, await api.load());
      },
    }),
    recover: operation({
      commandPath: ['token', 'recover'],
      summary: `Finish a rotation that was interrupted, so that the store holds the secret of ${name}.`,
      inputs: tokenRecoverInputs,
      effect: 'read',
      basis,
      requests: requests.get,
      stores: 'the secret, and the files the rotation was to write',
      exits: [...callExits, 'partial', 'conflict'],
      examples: [`${id} token recover`, `${id} token recover --discard --yes`],
      load: async () => {
        const { tokenRecover } = await import('./secret/recover.js');
        return tokenRecover(api, await api.load());
      },
    }),
  };
};
