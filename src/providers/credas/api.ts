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
import { largestPdf, readPdf } from '../../results/pdf.js';
import {
  checksIn,
  createdIn,
  documentIn,
  journeysIn,
  processIn,
  type Check,
  type CreatedProcess,
  type Journey,
  type RunningProcess,
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
const pdfMs = 300_000;

const goneHint =
  'It is unknown, deleted, or belongs to another environment: keys and ids of one are not those of the other.';

/** GET /journeys: all of the environment's journeys. */
export const listJourneys = (http: Http, options: CallOptions): Promise<readonly Journey[]> =>
  http.call({ method: 'GET', path: `${root}/journeys`, effect: 'read', ...options, parse: journeysIn });

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
    parse: createdIn,
  });

/** GET /processes/{id}: its status, and its entities where the answer has them. */
export const readProcess = (http: Http, id: string, options: CallOptions): Promise<RunningProcess> =>
  http.call({
    method: 'GET',
    path: `${root}/processes/${segment(id, 'uuid')}`,
    effect: 'read',
    containsPersonalData: true,
    ...options,
    notFound: { hint: goneHint },
    parse: (body) => processIn(body, id),
  });

/** GET /processes/{id}/details: detailed results, full of personal data. */
export const readDetails = (http: Http, id: string, options: CallOptions): Promise<Read> =>
  http.call({
    method: 'GET',
    path: `${root}/processes/${segment(id, 'uuid')}/details`,
    effect: 'read',
    containsPersonalData: true,
    ...options,
    notFound: { hint: goneHint },
    parse: (body, bytes) => ({ bytes, value: documentIn(body) }),
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
    notFound: { hint: goneHint },
    parse: (body, bytes) => ({ bytes, value: documentIn(body), checks: checksIn(body) }),
  });

export type PdfRoute = 'entity' | 'process';

export interface ReportOf {
  /** Needed for the route of that name. */
  readonly entityId: string | undefined;
  readonly processId: string;
  readonly route: PdfRoute;
}

const reportCall = ({ entityId, processId, route }: ReportOf) => {
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
export const readReport = (http: Http, report: ReportOf, options: CallOptions): Promise<Uint8Array> => {
  const other: PdfRoute = report.route === 'entity' ? 'process' : 'entity';
  return http.call({
    ...reportCall(report),
    containsPersonalData: true,
    ...options,
    accept: 'application/pdf, application/json',
    maxBytes: largestPdf,
    totalMs: pdfMs,
    notFound: {
      hint: `${goneHint} Or this environment offers the report on its other route only.`,
      next: `webhook-admin config set credas.pdfRoute ${other}`,
    },
    parse: (_, bytes) => {
      const reading = readPdf(bytes);
      if (reading.ok) return reading.pdf;
      throw new AppError('refused', {
        message: `Credas answered no whole PDF: ${reading.why}. Nothing changed.`,
        provider: 'credas',
        operation: options.operation,
      });
    },
  });
};
