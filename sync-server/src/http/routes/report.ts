import { METRIC_NAMES, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { completenessOf } from '../../report/completeness.ts';
import { reportCsv } from '../../report/csv.ts';
import { GROUPINGS, readPeriod } from '../../report/period.ts';
import { makeReport, type Report } from '../../report/report.ts';
import type { ApiError } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';
import { completenessSchema } from './completeness.ts';

const day = (what: string) => z.string().describe(`${what}, a Beijing day written YYYY-MM-DD`);

const query = z.strictObject({
  from: day('First day'),
  to: day('Last day'),
  groupBy: z.enum(GROUPINGS).optional().describe('Splits the figures; by day and month at most 400 rows'),
});

const figureSchema = z.object({
  value: z.number().nullable(),
  definition: z.string().describe('Id of the definition'),
  reason: z.enum(['no-sessions', 'does-not-split']).optional().describe('Why there is no value'),
});
const figuresSchema = z.record(z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]), figureSchema);
const textSchema = z.object({ zh: z.string(), en: z.string() });

const reportSchema = z.object({
  from: z.string(),
  to: z.string(),
  groupBy: z.enum(GROUPINGS).nullable(),
  asOf: z.object({
    ledgerId: z.number().describe('Counted up to this entry of the ledger'),
    at: z.number().describe('Instant of counting, ms since 1970 UTC'),
  }),
  definitions: z.record(
    z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]),
    z.object({
      id: z.string(),
      names: textSchema,
      unit: textSchema,
      definition: textSchema,
      formula: z.string(),
      source: z.string(),
    }),
  ),
  total: figuresSchema,
  completeness: completenessSchema,
  groups: z.array(
    z.object({ key: z.string(), label: z.string(), labelEn: z.string(), figures: figuresSchema }),
  ),
});

/** The figures of a period, as JSON and for spreadsheets. */
export function reportRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store, clock } = context;
  const ask = async (asked: z.infer<typeof query>): Promise<Result<Report, ApiError>> => {
    const groupBy = asked.groupBy ?? null;
    const period = readPeriod(asked.from, asked.to, groupBy);
    if (!period.ok) return err({ status: 400, error: 'invalid-parameter', ...period.error });
    return ok(await makeReport(store.read, period.value, groupBy, clock.now()));
  };

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/report',
    access: 'report.read',
    summary: 'Throughput and fault figures of a period, each with its definition',
    tag: 'report',
    query,
    answer: reportSchema,
    handle: async ({ query: asked }) => {
      const report = await ask(asked);
      if (!report.ok) return report;
      const { summary } = await completenessOf(store.read, report.value, clock.now());
      return ok({ ...report.value, completeness: summary });
    },
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/report.csv',
    access: 'report.read',
    summary: 'The same figures for a spreadsheet',
    tag: 'report',
    query,
    answer: z.string(),
    contentType: 'text/csv; charset=utf-8',
    handle: async ({ query: asked, reply }) => {
      const report = await ask(asked);
      if (!report.ok) return report;
      const name = ['report', asked.from, asked.to, asked.groupBy]
        .filter((part) => part !== undefined)
        .join('-');
      void reply.header('content-disposition', `attachment; filename="${name}.csv"`);
      const { summary: completeness } = await completenessOf(store.read, report.value, clock.now());
      return ok(reportCsv(report.value, completeness));
    },
  });
}
