import { epochSchema, kioskIdSchema } from '@haizhu/shared/ids';
import { ok, type Result } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { dismissEntry, type ResolveError, repairEntry } from '../../ledger/quarantine.ts';
import { listQuarantine, openSetAside } from '../../ledger/quarantine-list.ts';
import { type ApiError, notFound, refuse } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

/** Longest list that is told at once. */
const MOST = 500;

const place = z.strictObject({
  origin: kioskIdSchema,
  epoch: z.coerce.number().pipe(epochSchema),
  seq: z.coerce.number().int().positive(),
});
/** No control characters: they have no place in a note, and not every database holds them. */
const note = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');

const entrySchema = z.object({
  origin: z.string().describe('The kiosk'),
  epoch: z.number(),
  seq: z.number(),
  kind: z.string(),
  reason: z.string(),
  detail: z.string(),
  at: z.number(),
  state: z.string().describe('open, repaired or dismissed'),
  resolvedAt: z.number().nullable(),
  resolvedBy: z.string().nullable(),
  note: z.string().nullable(),
});

function refuseResolve(error: ResolveError): Result<never, ApiError> {
  switch (error.code) {
    case 'not-found':
      return notFound('the entry');
    case 'already-resolved':
      return refuse(409, 'already-resolved', `the entry is ${error.state} already`);
    case 'still-invalid':
      return refuse(409, 'still-invalid', `${error.reason} ${error.detail}`.trim(), 'body');
  }
}

/** What was set aside, and what an administrator does with it. Both are entries of the ledger. */
export function quarantineRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store } = context;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/quarantine',
    access: 'quarantine.read',
    summary: 'Entries that were set aside, with the reason and what was done; open ones first',
    tag: 'watch',
    answer: z.object({ entries: z.array(entrySchema), open: z.number().describe('All open ones') }),
    handle: async () => ok(await listQuarantine(store.read, MOST)),
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/quarantine/:origin/:epoch/:seq',
    access: 'quarantine.resolve',
    summary: 'The text of a set-aside entry as it came; reading it is put on record',
    tag: 'watch',
    params: place,
    answer: z.object({ text: z.string() }),
    errors: [404],
    handle: async ({ params, by }) => {
      const text = await openSetAside(store, params, by);
      return text.ok ? ok({ text: text.value }) : notFound('the entry');
    },
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/quarantine/:origin/:epoch/:seq/repair',
    access: 'quarantine.resolve',
    summary:
      'Check the entry anew, corrected or as it is, and let it count; without kind and body as it came',
    tag: 'watch',
    params: place,
    body: z.strictObject({
      kind: z.string().max(60).optional(),
      body: z.record(z.string(), z.unknown()).optional().describe('Of the newest version of the kind'),
      note,
    }),
    answer: z.undefined(),
    status: 204,
    errors: [404, 409],
    handle: async ({ params, body, by }) => {
      const repaired = await repairEntry(context, params, body, by);
      return repaired.ok ? ok() : refuseResolve(repaired.error);
    },
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/quarantine/:origin/:epoch/:seq/dismiss',
    access: 'quarantine.resolve',
    summary: 'Leave the entry aside for good',
    tag: 'watch',
    params: place,
    body: z.strictObject({ note }),
    answer: z.undefined(),
    status: 204,
    errors: [404, 409],
    handle: async ({ params, body, by }) => {
      const dismissed = await dismissEntry(context, params, body.note, by);
      return dismissed.ok ? ok() : refuseResolve(dismissed.error);
    },
  });
}
