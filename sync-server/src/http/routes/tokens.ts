import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { ROLES } from '../../access/permissions.ts';
import { listTokens, makeToken, revokeToken } from '../../access/tokens.ts';
import { notFound } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';

const tokenSchema = z.object({
  id: z.number(),
  name: z.string(),
  role: z.enum(ROLES),
  createdBy: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable().describe('To the minute'),
  revokedAt: z.number().nullable(),
});

/** Tokens for scripts. */
export function tokenRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store } = context;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/tokens',
    access: 'tokens.manage',
    summary: 'Every token ever made, without its text',
    tag: 'access',
    answer: z.object({ tokens: z.array(tokenSchema) }),
    handle: async () => ok({ tokens: await listTokens(store.read) }),
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/tokens',
    access: 'tokens.manage',
    summary: 'Make a token for a script; its text is told this once',
    tag: 'access',
    body: z.strictObject({ name: z.string().trim().min(1).max(60), role: z.enum(ROLES) }),
    answer: z.object({ id: z.number(), token: z.string() }),
    status: 201,
    handle: async ({ body, by }) => ok(await makeToken(store, body, by)),
  });

  addRoute(app, context, {
    method: 'DELETE',
    url: '/api/v1/tokens/:id',
    access: 'tokens.manage',
    summary: 'Revoke a token; it stays in the list',
    tag: 'access',
    params: z.strictObject({ id: z.coerce.number().int().positive() }),
    answer: z.undefined(),
    status: 204,
    errors: [404],
    handle: async ({ params, by }) => {
      const revoked = await revokeToken(store, params.id, by);
      return revoked.ok ? ok() : notFound('the token');
    },
  });
}
