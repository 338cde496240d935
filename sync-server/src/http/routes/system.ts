import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { HealthCheck } from '../../health.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

/** For those who run the server: is it well, and its measurements. */
export function systemRoutes(app: FastifyInstance, context: HttpContext): void {
  const health = new HealthCheck(context.store, context.config, context.clock);

  addRoute(app, context, {
    method: 'GET',
    url: '/healthz',
    access: 'public',
    summary: 'Whether the database answers and the ledger can be written',
    tag: 'system',
    answer: z.object({ status: z.literal('ok') }),
    errors: [503],
    handle: async () => {
      const trouble = await health.trouble();
      if (trouble === null) return ok({ status: 'ok' as const });
      return { ok: false, error: { status: 503, error: trouble.code, message: trouble.message } };
    },
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/metrics',
    access: 'public',
    summary: 'Measurements in the text format of Prometheus',
    tag: 'system',
    answer: z.string(),
    contentType: context.metrics.contentType,
    handle: async () => ok(await context.metrics.render(context.store.read, context.clock.now())),
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/openapi.json',
    access: 'public',
    summary: 'This description',
    tag: 'system',
    answer: z.record(z.string(), z.unknown()),
    handle: async () => ok(app.swagger() as unknown as Record<string, unknown>),
  });
}
