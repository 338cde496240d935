import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { audit } from '../../access/audit.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

/** The keys to which kiosks seal what is personal: their names only. */
export function sealingRoutes(app: FastifyInstance, context: HttpContext): void {
  const { sealingKeys, store, config } = context;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/sealing-keys',
    access: 'sealing.manage',
    summary: 'Names of the sealing keys, oldest first: the last one seals, all open',
    tag: 'access',
    answer: z.object({
      keys: z.array(z.object({ kid: z.string(), madeAt: z.number().nullable(), current: z.boolean() })),
      retentionDays: z.number().describe('A sealed payload is deleted so long after the conclusion'),
      kioskDays: z.number().describe('A kiosk keeps its own copy so long after the acknowledgement'),
    }),
    handle: async () => {
      const keys = sealingKeys.list();
      return ok({
        keys: keys.map((key, index) => ({ ...key, current: index === keys.length - 1 })),
        retentionDays: config.sealedRetentionDays,
        kioskDays: config.kioskSealedDays,
      });
    },
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/sealing-keys',
    access: 'sealing.manage',
    summary: 'Make a new sealing key; connected kiosks use it within seconds, and older ones still open',
    tag: 'access',
    answer: z.object({ kid: z.string() }),
    status: 201,
    handle: async ({ by }) => {
      const { kid } = await sealingKeys.rotate();
      await store.write((tx) => audit(tx, { ...by, action: 'sealing-key.made', target: kid }));
      return ok({ kid });
    },
  });
}
