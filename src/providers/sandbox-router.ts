import { isJsonObject } from '../json/value.js';
import type { JsonObject } from '../world.js';
import type { SandboxRequest, SandboxResponse, SandboxService, SandboxTools } from './sandbox-service.js';

/** A response before the router adds the name of its call. */
export type RouteResponse = Omit<SandboxResponse, 'call'>;

/** A request that matched a route and passed authentication. */
export interface RouteContext {
  readonly request: SandboxRequest;
  /** Changed in place. */
  readonly state: JsonObject;
  readonly tools: SandboxTools;
  /** The value of a parameter of the path. Throws an Error when the path has no such parameter. */
  readonly param: (name: string) => string;
}

export interface Route {
  /** The name of the call for faults and the log, for example `token.patch`. */
  readonly call: string;
  readonly method: string;
  /** A path template: `/persons/{id}`. */
  readonly path: string;
  /** Needs no credential. Holds for every method of the path. */
  readonly anonymous?: true;
  readonly handle: (context: RouteContext) => RouteResponse;
}

export interface RouterOptions {
  readonly routes: readonly Route[];
  /** Patterns of path parameters, by name; by default a parameter is one whole segment. */
  readonly parameters?: Readonly<Record<string, RegExp>>;
  readonly ignoreTrailingSlash?: true;
  /** The response to a request without a valid credential; undefined when the request may go on. */
  readonly authenticate: (request: SandboxRequest, anonymous: boolean) => RouteResponse | undefined;
  /** Authenticate before the path is looked up. By default an unknown path is a 404 for everyone. */
  readonly authenticateUnknownPaths?: true;
  readonly notFound: (request: SandboxRequest) => RouteResponse;
  readonly methodNotAllowed: RouteResponse;
}

/** Thrown by a handler to end the request with `response`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(readonly response: RouteResponse) {
    super(`HTTP ${response.status}`);
  }
}

const compile = (
  template: string,
  { parameters = {}, ignoreTrailingSlash }: Pick<RouterOptions, 'parameters' | 'ignoreTrailingSlash'>,
): RegExp => {
  const source = template
    .replaceAll('.', String.raw`\.`)
    .replaceAll(/\{(\w+)\}/gu, (_, name: string) => `(?<${name}>${parameters[name]?.source ?? '[^/]+'})`);
  return new RegExp(`^${source}${ignoreTrailingSlash === true ? '/?' : ''}$`, 'u');
};

const respond = (route: Route, context: RouteContext): RouteResponse => {
  try {
    return route.handle(context);
  } catch (error) {
    if (error instanceof HttpError) return error.response;
    throw error;
  }
};

/** Routes requests by path and method: 404, authentication, 405 with `Allow`, then the handler. */
export const createRouter = (options: RouterOptions): Pick<SandboxService, 'calls' | 'handle'> => {
  const { authenticate, authenticateUnknownPaths, methodNotAllowed, notFound } = options;
  const compiled = options.routes.map((route) => ({ route, pattern: compile(route.path, options) }));
  return {
    calls: options.routes.map(({ call }) => call),
    handle(request, state, tools) {
      const matches = compiled.filter(({ pattern }) => pattern.test(request.path));
      const match = matches.find(({ route }) => route.method === request.method);
      const call = match?.route.call ?? 'none';
      const [first] = matches;
      if (first === undefined && authenticateUnknownPaths !== true) return { ...notFound(request), call };
      const failure = authenticate(request, first?.route.anonymous === true);
      if (failure !== undefined) return { ...failure, call };
      if (first === undefined) return { ...notFound(request), call };
      if (match === undefined) {
        const allow = matches.map(({ route }) => route.method).join(', ');
        return { ...methodNotAllowed, headers: { ...methodNotAllowed.headers, allow }, call };
      }
      const params = match.pattern.exec(request.path)?.groups ?? {};
      const param = (name: string): string => {
        const value = params[name];
        if (value === undefined) throw new Error(`${match.route.path} has no parameter ${name}.`);
        return value;
      };
      return { ...respond(match.route, { request, state, tools, param }), call };
    },
  };
};

/** What `readJsonObject` responds with when there is no JSON object. */
export interface BodyErrors {
  /** For a body whose Content-Type is not JSON; by default the type is not checked. */
  readonly unsupportedType?: RouteResponse;
  readonly invalidJson: RouteResponse;
  readonly notAnObject: RouteResponse;
}

const isJsonType = ({ headers }: SandboxRequest): boolean =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/json';

/** Reads a JSON object from the body. Throws HttpError with one of `errors` for anything else. */
export const readJsonObject = (
  request: SandboxRequest,
  { unsupportedType, invalidJson, notAnObject }: BodyErrors,
): Readonly<Record<string, unknown>> => {
  if (unsupportedType !== undefined && !isJsonType(request)) throw new HttpError(unsupportedType);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    throw new HttpError(invalidJson);
  }
  if (!isJsonObject(value)) throw new HttpError(notAnObject);
  return value;
};

/** Whether a value is an http or https URL. */
export const isHttpUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\/[^\s/?#]/iu.test(value) && URL.canParse(value);
