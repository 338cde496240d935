import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { listAudit } from '../../access/audit.ts';
import { listConflicts } from '../../devices/kiosks-detail.ts';
import type { Reader } from '../../storage/store.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';
import { conflictSchema } from './kiosk-schemas.ts';

/** Longest list that is told at once. */
const MOST = 500;
const PAGE = 100;

const pageQuery = z.strictObject({
  cursor: z.coerce.number().int().positive().optional().describe('`next` of the page before'),
});

/** What somebody should look at: what was sent wrongly, set aside, contradicted; who did and who read what. */
export function watchRoutes(app: FastifyInstance, context: HttpContext): void {
  const { read } = context.store;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/incidents',
    access: 'incidents.read',
    summary: 'What was sent that should not have been, latest first',
    tag: 'watch',
    answer: z.object({
      incidents: z.array(
        z.object({
          id: z.number(),
          name: z.string(),
          kiosk: z.string().describe('As it called itself; empty when it named none'),
          address: z.string(),
          detail: z.string(),
          firstAt: z.number(),
          lastAt: z.number(),
          count: z.number(),
        }),
      ),
    }),
    handle: async () => ok({ incidents: await listIncidents(read) }),
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/conflicts',
    access: 'quarantine.read',
    summary: 'Places of the ledger for which other content was offered, and broken chains, latest first',
    tag: 'watch',
    answer: z.object({ conflicts: z.array(conflictSchema) }),
    handle: async () => ok({ conflicts: await listConflicts(read, MOST) }),
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/audit',
    access: 'audit.read',
    summary: 'What staff and scripts have changed, latest first',
    tag: 'watch',
    query: pageQuery,
    answer: z.object({
      rows: z.array(
        z.object({
          id: z.number(),
          at: z.number(),
          who: z.string(),
          action: z.string(),
          target: z.string(),
          detail: z.string(),
        }),
      ),
      next: z.string().nullable(),
    }),
    handle: async ({ query }) => ok(pageOf(await listAudit(read, query.cursor ?? null, PAGE + 1))),
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/sealed-access',
    access: 'sealed-access.read',
    summary: 'Every opening of sealed personal data: who, when, why, latest first',
    tag: 'watch',
    query: pageQuery,
    answer: z.object({
      rows: z.array(
        z.object({ id: z.number(), digest: z.string(), who: z.string(), why: z.string(), at: z.number() }),
      ),
      next: z.string().nullable(),
    }),
    handle: async ({ query }) => ok(pageOf(await listSealedAccess(read, query.cursor ?? null))),
  });
}

function pageOf<T extends { readonly id: number }>(rows: readonly T[]): { rows: T[]; next: string | null } {
  const page = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? page.at(-1) : undefined;
  return { rows: page, next: last === undefined ? null : String(last.id) };
}

function listIncidents(reader: Reader) {
  return reader
    .selectFrom('incident')
    .select([
      'id',
      'name',
      'kiosk_id as kiosk',
      'address',
      'detail',
      'first_at as firstAt',
      'last_at as lastAt',
      'count',
    ])
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
}

function listSealedAccess(reader: Reader, before: number | null) {
  return reader
    .selectFrom('sealed_access')
    .select(['id', 'digest', 'who', 'why', 'at'])
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .execute();
}
