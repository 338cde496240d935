import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { notFound } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

/** The simulated phone of a simulated run: what is to be paid, and paying it. Not there in production. */
export function simulatedRoutes(app: FastifyInstance, context: HttpContext): void {
  const { simulatedPayments } = context;
  if (simulatedPayments === null) return;

  addRoute(app, context, {
    method: 'GET',
    url: '/simulated/payments',
    access: 'public',
    summary: 'Simulated: open payment orders',
    tag: 'simulated',
    answer: z.array(z.object({ orderId: z.string(), amountFen: z.number(), subject: z.string() })),
    handle: async () => ok(await simulatedPayments.list()),
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/simulated/payments/:orderId',
    access: 'public',
    summary: 'Simulated: pay an order, or let the payment fail',
    tag: 'simulated',
    params: z.strictObject({ orderId: z.string().max(60) }),
    body: z.strictObject({ result: z.enum(['paid', 'failed']) }),
    answer: z.object({ ok: z.literal(true) }),
    errors: [404],
    handle: async ({ params, body }) => {
      const settled = await simulatedPayments.settle(params.orderId, body.result);
      return settled ? ok({ ok: true as const }) : notFound('an open order of this id');
    },
  });
}
