import type { FastifyInstance } from 'fastify';
import type { Principal } from '../access/principal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once authenticated; null on routes that are open to everybody. */
    principal: Principal | null;
  }
}

export function decoratePrincipal(app: FastifyInstance): void {
  app.decorateRequest('principal', null);
}
