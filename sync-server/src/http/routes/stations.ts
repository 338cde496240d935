import { stationIdSchema } from '@haizhu/shared/ids';
import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { addStation, listStations, renameStation } from '../../devices/stations.ts';
import { notFound, refuse } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

const nameSchema = z.string().trim().min(1).max(60);

/** Places where kiosks stand. */
export function stationRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store, events } = context;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/stations',
    access: 'fleet.read',
    summary: 'Every station with the number of its kiosks',
    tag: 'devices',
    answer: z.object({
      stations: z.array(z.object({ id: z.string(), zh: z.string(), en: z.string(), kiosks: z.number() })),
    }),
    handle: async () => ok({ stations: await listStations(store.read) }),
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/stations',
    access: 'devices.manage',
    summary: 'Add a station',
    tag: 'devices',
    body: z.strictObject({ id: stationIdSchema, zh: nameSchema, en: nameSchema }),
    answer: z.object({ id: z.string() }),
    status: 201,
    errors: [409],
    handle: async ({ body, by }) => {
      const added = await addStation(store, body, by);
      return added.ok
        ? ok({ id: body.id })
        : refuse(409, 'id-taken', 'there is a station with this id', 'id');
    },
  });

  addRoute(app, context, {
    method: 'PATCH',
    url: '/api/v1/stations/:id',
    access: 'devices.manage',
    summary: 'Rename a station',
    tag: 'devices',
    params: z.strictObject({ id: stationIdSchema }),
    body: z.strictObject({ zh: nameSchema, en: nameSchema }),
    answer: z.undefined(),
    status: 204,
    errors: [404],
    handle: async ({ params, body, by }) => {
      const renamed = await renameStation(store, { id: params.id, ...body }, by);
      if (!renamed.ok) return notFound('the station');
      events.emit('changed', new Set(['kiosks']));
      return ok();
    },
  });
}
