import { kioskIdSchema, stationIdSchema } from '@haizhu/shared/ids';
import { ok } from '@haizhu/shared/result';
import { isDay } from '@haizhu/shared/time/beijing';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { makeEnrolmentCode } from '../../devices/enrolment-codes.ts';
import { listFleet, SILENCE_MS } from '../../devices/fleet.ts';
import { addKiosk, changeKiosk, type KioskError, revokeKiosk } from '../../devices/kiosks.ts';
import { kioskDetail } from '../../devices/kiosks-detail.ts';
import { notFound, refuse } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';
import { kioskDetailSchema, kioskSchema } from './kiosk-schemas.ts';

const params = z.strictObject({ id: kioskIdSchema });
const values = {
  stationId: stationIdSchema,
  model: z.string().trim().min(1).max(60),
  installedOn: z.string().refine(isDay, 'must be a day of the calendar written YYYY-MM-DD'),
};

function refuseKiosk(error: KioskError) {
  switch (error) {
    case 'id-taken':
      return refuse(409, 'id-taken', 'there is a kiosk with this id', 'id');
    case 'no-such-station':
      return refuse(400, 'no-such-station', 'there is no station with this id', 'stationId');
    case 'not-found':
      return notFound('the kiosk');
  }
}

/** Machines: how they are, and who belongs to the fleet. */
export function kioskRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store, clock, config } = context;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/fleet',
    access: 'fleet.read',
    summary: 'Every kiosk with its state, queue and open faults',
    tag: 'devices',
    answer: z.object({ kiosks: z.array(kioskSchema), silenceMs: z.number() }),
    handle: async () =>
      ok({
        kiosks: await listFleet(store.read, clock.now(), undefined, config.workLimits),
        silenceMs: SILENCE_MS,
      }),
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/kiosks/:id',
    access: 'fleet.read',
    summary: 'One kiosk with its last faults, its enrolments and conflicts',
    tag: 'devices',
    params,
    answer: kioskDetailSchema,
    errors: [404],
    handle: async ({ params: { id } }) => {
      const detail = await kioskDetail(store.read, id, clock.now(), config.workLimits);
      return detail === null ? notFound('the kiosk') : ok(detail);
    },
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/kiosks',
    access: 'devices.manage',
    summary: 'Add a kiosk; it joins by enrolling with a code',
    tag: 'devices',
    body: z.strictObject({ id: kioskIdSchema, ...values }),
    answer: z.object({ id: z.string() }),
    status: 201,
    errors: [409],
    handle: async ({ body: { id, ...rest }, by }) => {
      const added = await addKiosk(context, id, rest, by);
      return added.ok ? ok({ id }) : refuseKiosk(added.error);
    },
  });

  addRoute(app, context, {
    method: 'PATCH',
    url: '/api/v1/kiosks/:id',
    access: 'devices.manage',
    summary: 'Change station, model or installation day',
    tag: 'devices',
    params,
    body: z.strictObject(values),
    answer: z.undefined(),
    status: 204,
    errors: [404],
    handle: async ({ params: { id }, body, by }) => {
      const changed = await changeKiosk(context, id, body, by);
      return changed.ok ? ok() : refuseKiosk(changed.error);
    },
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/kiosks/:id/enrolment-codes',
    access: 'devices.manage',
    summary: 'Make a code with which the kiosk can enrol once within 15 minutes; earlier unused ones end',
    tag: 'devices',
    params,
    answer: z.object({ code: z.string(), expiresAt: z.number() }),
    status: 201,
    errors: [404],
    handle: async ({ params: { id }, by }) => {
      const code = await makeEnrolmentCode(store, id, by);
      return code.ok ? code : notFound('the kiosk');
    },
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/kiosks/:id/revoke',
    access: 'devices.manage',
    summary: 'Take the right to speak away from a kiosk, at once',
    tag: 'devices',
    params,
    body: z.strictObject({ reason: z.string().trim().min(1).max(200) }),
    answer: z.undefined(),
    status: 204,
    errors: [404, 409],
    handle: async ({ params: { id }, body, by }) => {
      const revoked = await revokeKiosk(context, id, body.reason, by);
      if (revoked.ok) return ok();
      return revoked.error === 'not-found'
        ? notFound('the kiosk')
        : refuse(409, 'already-revoked', 'the kiosk is revoked already');
    },
  });
}
