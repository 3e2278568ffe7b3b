import type { SandboxResponse, SandboxRequest } from '../providers/sandbox-service.js';

export interface RequestParts {
  readonly method: string;
  /** Path with the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** A request with lower-case header names and a parsed query. */
export const toSandboxRequest = ({ method, target, headers, body }: RequestParts): SandboxRequest => {
  const [address = '', query = ''] = target.split('#', 1)[0]?.split(/\?(.*)/su) ?? [];
  return {
    method,
    path: address === '' ? '/' : address,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array()),
  };
};

/** Headers and body of a response; an empty string when it has no body. */
export const encodeResponse = ({
  headers = {},
  json,
  bytes,
}: SandboxResponse): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
} => {
  if (bytes !== undefined) return { headers, body: bytes };
  return json === undefined
    ? { headers, body: '' }
    : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
};
