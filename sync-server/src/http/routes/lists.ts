import { kioskIdSchema, stationIdSchema } from '@haizhu/shared/ids';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { BehindQuestion, Page } from '../../report/behind.ts';
import type { CountName } from '../../report/figures.ts';
import { APPLICATION_METRICS, listApplications, listFaults, listSessions } from '../../report/lists.ts';
import { type ParameterError, readPeriod } from '../../report/period.ts';
import type { ApiError } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';
import { applicationSchema, faultSchema, sessionSchema } from './list-schemas.ts';

const LIMIT = { default: 50, max: 500 } as const;

const common = {
  from: z.string().describe('First day, a Beijing day written YYYY-MM-DD'),
  to: z.string().describe('Last day'),
  station: z.optional(stationIdSchema),
  kiosk: z.optional(kioskIdSchema),
  cursor: z.string().max(200).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(LIMIT.max).default(LIMIT.default),
};
const commonSchema = z.strictObject(common);
const applicationsQuery = z.strictObject({
  ...common,
  metric: z.enum(APPLICATION_METRICS as [CountName, ...CountName[]]).default('applications'),
  item: z.string().max(60).optional(),
});

/** The entries behind the figures of the report: the same condition, so the list has as many rows as the figure says. */
export function listRoutes(app: FastifyInstance, context: HttpContext): void {
  const { read } = context.store;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/applications',
    access: 'report.read',
    summary: 'The applications behind a figure, newest first; nothing of the persons',
    tag: 'report',
    query: applicationsQuery,
    answer: z.object({
      applications: z.array(applicationSchema),
      total: z.number(),
      next: z.string().nullable(),
    }),
    handle: async ({ query }) => {
      const page = await readPage(query, query.metric, (question) => listApplications(read, question));
      return page.ok ? ok(named('applications', page.value)) : page;
    },
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/sessions',
    access: 'report.read',
    summary: 'The sessions behind a figure, newest first',
    tag: 'report',
    query: commonSchema,
    answer: z.object({ sessions: z.array(sessionSchema), total: z.number(), next: z.string().nullable() }),
    handle: async ({ query }) => {
      const page = await readPage(query, 'sessions', (question) => listSessions(read, question));
      return page.ok ? ok(named('sessions', page.value)) : page;
    },
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/device-faults',
    access: 'report.read',
    summary: 'The device faults behind a figure, newest first',
    tag: 'report',
    query: commonSchema,
    answer: z.object({ deviceFaults: z.array(faultSchema), total: z.number(), next: z.string().nullable() }),
    handle: async ({ query }) => {
      const page = await readPage(query, 'deviceFaults', (question) => listFaults(read, question));
      return page.ok ? ok(named('deviceFaults', page.value)) : page;
    },
  });
}

type Question = z.infer<typeof commonSchema> & { readonly item?: string | undefined };

async function readPage<T>(
  { from, to, ...rest }: Question,
  metric: CountName,
  list: (question: BehindQuestion) => Promise<Result<Page<T>, ParameterError>>,
): Promise<Result<Page<T>, ApiError>> {
  const wrong = (error: ParameterError): Result<never, ApiError> =>
    err({ status: 400, error: 'invalid-parameter', ...error });
  const period = readPeriod(from, to, null);
  if (!period.ok) return wrong(period.error);
  const page = await list({ period: period.value, metric, ...rest });
  return page.ok ? page : wrong(page.error);
}

function named<N extends string, T>(name: N, page: Page<T>) {
  const { rows, total, next } = page;
  return { [name]: rows, total, next } as { readonly [K in N]: readonly T[] } & Omit<Page<T>, 'rows'>;
}
