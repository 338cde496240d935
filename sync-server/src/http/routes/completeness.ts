import { kioskIdSchema } from '@haizhu/shared/ids';
import { err, ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { completenessOf } from '../../report/completeness.ts';
import { readPeriod } from '../../report/period.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

const day = (what: string) => z.string().describe(`${what}, a Beijing day written YYYY-MM-DD`);

/** How complete the figures of a period are. */
export const completenessSchema = z.object({
  complete: z.boolean(),
  kiosks: z.number().describe('Enrolled before the period ended'),
  kiosksComplete: z.number().describe('Those of them with nothing open'),
  lacking: z.number().describe('Entries told of, not held, that may be of the period'),
  oldestLackingAt: z.number().nullable(),
  silent: z.number().describe('Kiosks of which nothing was heard since before the period ended'),
  silentSince: z.number().nullable(),
  setAside: z.number().describe('Entries of the period that wait in quarantine'),
  days: z
    .object({ equal: z.number(), short: z.number(), more: z.number(), uncounted: z.number() })
    .describe("Past kiosk days by the kiosk's own count: short means that the ledger holds less"),
});

const lackingSchema = z.object({
  epoch: z.number(),
  current: z.boolean().describe('false: of an earlier enrolment'),
  from: z.number(),
  to: z.number(),
  count: z.number(),
  notBefore: z.number(),
  notAfter: z.number(),
});

/** What the server knows that it lacks. */
export function completenessRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store, clock } = context;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/completeness',
    access: 'report.read',
    summary:
      'What may be missing in a period: entries lacking by kiosk and enrolment, silence, days that do not agree',
    tag: 'report',
    query: z.strictObject({
      from: day('First day'),
      to: day('Last day'),
      /** Of one kiosk only; then with all its days. */
      kiosk: z.optional(kioskIdSchema),
    }),
    answer: z.object({
      summary: completenessSchema,
      kiosks: z.array(
        z.object({
          kiosk: z.string(),
          station: z.string(),
          enrolledAt: z.number(),
          revokedAt: z.number().nullable(),
          lastContactAt: z.number().nullable(),
          silentSince: z.number().nullable(),
          lacking: z.array(lackingSchema),
          setAside: z.number(),
        }),
      ),
      days: z
        .array(
          z.object({
            kiosk: z.string(),
            epoch: z.number(),
            day: z.string(),
            entries: z.number(),
            applications: z.number(),
            toldEntries: z.number().nullable(),
            toldApplications: z.number().nullable(),
            state: z.enum(['equal', 'short', 'more', 'uncounted']),
          }),
        )
        .describe('At most 500, latest first; days that agree only with kiosk'),
    }),
    handle: async ({ query: { from, to, kiosk } }) => {
      const period = readPeriod(from, to, null);
      if (!period.ok) return err({ status: 400, error: 'invalid-parameter', ...period.error });
      return ok(await completenessOf(store.read, period.value, clock.now(), kiosk));
    },
  });
}
