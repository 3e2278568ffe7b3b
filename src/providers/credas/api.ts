/**
 * Credas' calls. The seed "Process webhooks" names the paths of creation, checks, details and the
 * PDF of an entity; the page on journeys names theirs; `GET /processes/{id}` and the PDF of a whole
 * process are known from others' clients only.
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
  type Journey,
  type CredasProcess,
} from './responses.js';

export type { Check } from './responses.js';

export interface CallOptions {
  /** Words of the command. */
  readonly operation: string;
  readonly rateLimiter?: RateLimiter;
}

/** An answer as it came, and as it reads. */
export interface Read {
  readonly bytes: Uint8Array;
  readonly value: JsonValue;
}

const root = '/api/v2/ci';
const pdfTimeoutMs = 300_000;

const notFoundHint =
  'It does not exist, was deleted, or belongs to another environment. Each environment has its own keys and ids.';

/** GET /journeys: all of the environment's journeys. */
export const listJourneys = (http: Http, options: CallOptions): Promise<readonly Journey[]> =>
  http.call({ method: 'GET', path: `${root}/journeys`, effect: 'read', ...options, parse: parseJourneys });

/**
 * POST /processes: starts a process, which may invite a real person and is billed. Never sent twice.
 * `sensitiveTexts`: texts of the body that nobody is to repeat.
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
    // Seen to be 200; "created" with the same body says the same.
    expect: [200, 201],
    parse: parseCreatedProcess,
  });

/** GET /processes/{id}: its status, and its entities where the answer has them. */
export const readProcess = (http: Http, id: string, options: CallOptions): Promise<CredasProcess> =>
  http.call({
    method: 'GET',
    path: `${root}/processes/${segment(id, 'uuid')}`,
    effect: 'read',
    containsPersonalData: true,
    ...options,
    notFound: { hint: notFoundHint },
    parse: (body) => parseProcess(body, id),
  });

/** GET /processes/{id}/details: detailed results, full of personal data. */
export const readDetails = (http: Http, id: string, options: CallOptions): Promise<Read> =>
  http.call({
    method: 'GET',
    path: `${root}/processes/${segment(id, 'uuid')}/details`,
    effect: 'read',
    containsPersonalData: true,
    ...options,
    notFound: { hint: notFoundHint },
    parse: (body, bytes) => ({ bytes, value: parseDocument(body) }),
  });

/** GET /entities/{id}/active-checks: high-level results of one person. */
export const readChecks = (
  http: Http,
  entityId: string,
  options: CallOptions,
): Promise<Read & { readonly checks: readonly Check[] }> =>
  http.call({
    method: 'GET',
    path: `${root}/entities/${segment(entityId, 'uuid')}/active-checks`,
    effect: 'read',
    containsPersonalData: true,
    ...options,
    notFound: { hint: notFoundHint },
    parse: (body, bytes) => ({ bytes, value: parseDocument(body), checks: parseChecks(body) }),
  });

export type PdfRoute = 'entity' | 'process';

export interface ReportRequest {
  /** Needed for the route of that name. */
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
        // Whether a body is wanted is not documented; an empty object asks for nothing.
        body: {},
        effect: 'query',
      } as const);
};

/** The PDF report, in whatever form it came, checked to be whole. AppError `refused` for anything else. */
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
