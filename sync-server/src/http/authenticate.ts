import { err, ok, type Result } from '@haizhu/shared/result';
import type { FastifyRequest } from 'fastify';
import { isAllowed, type Permission } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { authenticateSession } from '../access/sessions.ts';
import { authenticateToken } from '../access/tokens.ts';
import { type ApiError, refuse } from './api-error.ts';
import type { HttpContext } from './context.ts';
import { isOwnPage } from './same-origin.ts';
import { cookieName } from './session-cookie.ts';

/**
 * Who may call a route. `public`: everybody. `sign-in`: everybody, from a page of our own. `session`: any member of
 * staff who is signed in, even with a one-time password. Otherwise staff and scripts whose role has the permission.
 */
export type Access = 'public' | 'sign-in' | 'session' | Permission;

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

const SIGNED_OUT: ApiError = { status: 401, error: 'signed-out', message: 'sign in, or send a bearer token' };
const FOREIGN_PAGE = 'send the header x-requested-with, from a page of this server';

/** Finds out who asks and whether they may; null for routes that are open to everybody. */
export async function authenticate(
  context: HttpContext,
  request: FastifyRequest,
  access: Access,
): Promise<Result<Principal | null, ApiError>> {
  const { publicOrigin } = context.config;
  if (access === 'public') return ok(null);
  if (access === 'sign-in') {
    return isOwnPage(request.headers, publicOrigin) ? ok(null) : refuse(403, 'foreign-page', FOREIGN_PAGE);
  }
  const principal = await whoAsks(context, request);
  if (principal === null) return err(SIGNED_OUT);
  if (
    principal.kind === 'staff' &&
    !READING.has(request.method) &&
    !isOwnPage(request.headers, publicOrigin)
  ) {
    return refuse(403, 'foreign-page', FOREIGN_PAGE);
  }
  if (access === 'session') {
    if (principal.kind === 'staff') return ok(principal);
    return refuse(403, 'forbidden', 'this is for people who are signed in, not for tokens');
  }
  if (principal.kind === 'staff' && principal.mustChangePassword) {
    return refuse(403, 'password-change-required', 'change the one-time password first');
  }
  if (!isAllowed(principal.role, access)) {
    return refuse(403, 'forbidden', `the role ${principal.role} does not have the permission ${access}`);
  }
  return ok(principal);
}

async function whoAsks(context: HttpContext, request: FastifyRequest): Promise<Principal | null> {
  const now = context.clock.now();
  const { authorization } = request.headers;
  // A request that shows a token is judged by it alone: a wrong one is not made good by a cookie.
  if (authorization !== undefined) {
    const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
    return token === undefined ? null : authenticateToken(context.store, token, now);
  }
  const cookie = request.cookies[cookieName(context.config)];
  return cookie === undefined ? null : authenticateSession(context.store, cookie, now);
}
