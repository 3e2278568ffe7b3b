/**
 * Calls of the Credas API. The page "Process webhooks | API" documents those for creation, checks, details and
 * the report of an entity, and "JourneyIds and ActorIds" that for journeys. `GET /processes/{id}` and the report
 * of a process are undocumented, but other clients use them.
 */

import { AppError } from '../../errors.js';
import type { Http } from '../../http/call.js';
import type { RateLimiter } from '../../http/rate-limiter.js';
import { segment } from '../../http/segment.js';
import type { JsonValue } from '../../json/value.js';
import { maxPdfBytes, readPdf } from '../../results/pdf.js';
import {
  parseChecks,
  parseCreatedProcess,
  parseDocument,
  parseJourneys,
  parseProcess,
  type Check,
  type CreatedProcess,
  type CredasProcess,
  type Journey,
} from './responses.js';

export interface CallOptions {
  /** Command path below the provider, such as `process create`. */
  readonly operation: string;
  readonly rateLimiter?: RateLimiter;
}

/** A response body as bytes and as parsed JSON. */
export interface Document {
  readonly bytes: Uint8Array;
  readonly value: JsonValue;
}

const root = '/api/v2/ci';
const pdfTimeoutMs = 300_000;

const notFoundHint =
  'It does not exist, was deleted, or belongs to another environment. Each environment has its own keys and ids.';

const personalRead = {
  method: 'GET',
  effect: 'read',
  containsPersonalData: true,
  notFound: { hint: notFoundHint },
} as const;

export const listJourneys = (http: Http, options: CallOptions): Promise<readonly Journey[]> =>
  http.call({ method: 'GET', path: `${root}/journeys`, effect: 'read', ...options, parse: parseJourneys });

/**
 * Starts a process, which is billed and may invite people. Never sent twice. `sensitiveTexts` are the texts of
 * the body that no message may quote.
 */
export const createProcess = (
  http: Http,
  body: JsonValue,
  options: CallOptions & { readonly sensitiveTexts: readonly string[] },
): Promise<CreatedProcess> =>
  http.call({
    method: 'POST',
    path: `${root}/processes`,
    body,
    effect: 'once',
    ...options,
    // 200 is the status seen in use.
    expect: [200, 201],
    parse: parseCreatedProcess,
  });

/** Reads the status of a process, and its entities if the response has them. */
export const readProcess = (http: Http, id: string, options: CallOptions): Promise<CredasProcess> =>
  http.call({
    ...personalRead,
    ...options,
    path: `${root}/processes/${segment(id, 'uuid')}`,
    parse: (body) => parseProcess(body, id),
  });

/** Reads the detailed results of a process. */
export const readDetails = (http: Http, id: string, options: CallOptions): Promise<Document> =>
  http.call({
    ...personalRead,
    ...options,
    path: `${root}/processes/${segment(id, 'uuid')}/details`,
    parse: (body, bytes) => ({ bytes, value: parseDocument(body) }),
  });

/** Reads the high-level results of one person. */
export const readChecks = (
  http: Http,
  entityId: string,
  options: CallOptions,
): Promise<Document & { readonly checks: readonly Check[] }> =>
  http.call({
    ...personalRead,
    ...options,
    path: `${root}/entities/${segment(entityId, 'uuid')}/active-checks`,
    parse: (body, bytes) => ({ bytes, value: parseDocument(body), checks: parseChecks(body) }),
  });

export type PdfRoute = 'entity' | 'process';

export interface ReportRequest {
  /** Required for the route `entity`. */
  readonly entityId: string | undefined;
  readonly processId: string;
  readonly route: PdfRoute;
}

const reportRequest = ({ entityId, processId, route }: ReportRequest) => {
  const process = segment(processId, 'uuid');
  return route === 'process'
    ? ({ method: 'GET', path: `${root}/processes/${process}/pdf-export`, effect: 'read' } as const)
    : ({
        method: 'POST',
        path: `${root}/entities/${segment(entityId ?? '', 'uuid')}/${process}/pdf-export`,
        // Credas documents no body for this call.
        body: {},
        effect: 'query',
      } as const);
};

/** Downloads the PDF report. Rejects with AppError `refused` when the response is not a complete PDF. */
export const readReport = (http: Http, report: ReportRequest, options: CallOptions): Promise<Uint8Array> => {
  const other: PdfRoute = report.route === 'entity' ? 'process' : 'entity';
  return http.call({
    ...reportRequest(report),
    containsPersonalData: true,
    ...options,
    accept: 'application/pdf, application/json',
    maxBytes: maxPdfBytes,
    totalMs: pdfTimeoutMs,
    notFound: {
      hint: `${notFoundHint} Or this environment serves reports on the other route only.`,
      next: `webhook-admin config set credas.pdfRoute ${other}`,
    },
    parse: (_, bytes) => {
      const result = readPdf(bytes);
      if (result.ok) return result.pdf;
      throw new AppError('refused', {
        message: `Credas did not return a complete PDF: ${result.reason}. Nothing changed.`,
        provider: 'credas',
        operation: options.operation,
      });
    },
  });
};
