import { kioskIdSchema } from '@haizhu/shared/ids';
import { ok } from '@haizhu/shared/result';
import {
  type Enrolment,
  type EnrolRequest,
  enrolmentSchema,
  enrolRequestSchema,
} from '@haizhu/shared/sync/protocol';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { enrol } from '../../devices/enrolment.ts';
import { enrolDemoAgain, makeDemoKiosk } from '../../devices/kiosks-demo.ts';
import { refuse } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

/** How a machine becomes one of the fleet. */
export function enrolmentRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store, events, clock, config } = context;

  addRoute<'public', object, object, EnrolRequest, Enrolment>(app, context, {
    method: 'POST',
    url: '/api/v1/enrol',
    access: 'public',
    summary: 'Enrol a kiosk with a code from the console; with the same code and key the answer comes again',
    tag: 'devices',
    perMinute: 30,
    body: enrolRequestSchema,
    answer: enrolmentSchema,
    errors: [404, 409],
    handle: async ({ body, request }) => {
      const enrolled = await enrol(context, body);
      if (enrolled.ok) return enrolled;
      context.incidents.record({
        name: 'enrolment-refused',
        kioskId: '',
        address: request.ip,
        detail: enrolled.error,
      });
      switch (enrolled.error) {
        case 'wrong-code':
          return refuse(404, 'wrong-code', 'the code is unknown or out of date', 'code');
        case 'code-used':
          return refuse(409, 'code-used', 'the code has been used by another machine or is replaced', 'code');
        case 'bad-key':
          return refuse(400, 'bad-key', 'the public key is not a point of P-256', 'publicKey');
        case 'bad-journals':
          return refuse(400, 'bad-journals', 'the machine holds the last epoch there can be', 'journals');
      }
    },
  });

  if (!config.demo) return;
  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/demo/enrolment',
    access: 'public',
    summary: 'Only in a demonstration: a code for that demonstration kiosk, or for one more that is made',
    tag: 'devices',
    perMinute: 60,
    query: z.strictObject({ kiosk: z.optional(kioskIdSchema) }),
    answer: z.object({ kiosk: z.string(), code: z.string(), expiresAt: z.number() }),
    status: 201,
    errors: [409],
    handle: async ({ query }) => {
      const again = query.kiosk === undefined ? null : await enrolDemoAgain(store, query.kiosk, clock.now());
      if (again !== null) return ok(again);
      const made = await makeDemoKiosk(store, events, clock.now());
      if (made.ok) return ok(made.value);
      return refuse(
        409,
        'too-many-kiosks',
        'there are as many demonstration kiosks as a demonstration may have',
      );
    },
  });
}
