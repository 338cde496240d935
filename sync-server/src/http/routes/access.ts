import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { PERMISSIONS, type Permission, permissionsOf, ROLES, type Role } from '../../access/permissions.ts';
import { PASSWORD_LENGTH } from '../../config.ts';
import { refuse } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';
import { cookieName, cookieOptions } from '../session-cookie.ts';

export const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `must have at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `must have at most ${PASSWORD_LENGTH.max} characters`);

const meSchema = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  mustChangePassword: z
    .boolean()
    .describe('The password was made by somebody else: nothing else works before it is changed'),
  permissions: z.array(z.enum(PERMISSIONS as [Permission, ...Permission[]])),
});

/** Signing in and out, and one's own account. */
export function accessRoutes(app: FastifyInstance, context: HttpContext): void {
  const { config, signIn } = context;
  const me = (person: { name: string; role: Role; mustChangePassword: boolean }) => ({
    name: person.name,
    role: person.role,
    mustChangePassword: person.mustChangePassword,
    permissions: permissionsOf(person.role),
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/sign-in',
    access: 'sign-in',
    summary: 'Begin a session; it travels in a cookie that no script can read',
    tag: 'access',
    perMinute: 60,
    body: z.strictObject({
      name: z.string().min(1).max(100),
      password: z.string().min(1).max(PASSWORD_LENGTH.max),
    }),
    answer: meSchema,
    errors: [],
    handle: async ({ body, request, reply }) => {
      const signedIn = await signIn.signIn(body.name, body.password, request.ip);
      if (!signedIn.ok) {
        context.incidents.record({
          name: 'sign-in-refused',
          kioskId: '',
          address: request.ip,
          detail: signedIn.error.code,
        });
        if (signedIn.error.code === 'wrong-credentials') {
          return refuse(401, 'wrong-credentials', 'name or password is wrong');
        }
        const { retryAfterMs } = signedIn.error;
        return {
          ok: false,
          error: {
            status: 429,
            error: 'too-many-tries',
            message: 'too many wrong tries, come again later',
            retryAfterMs,
          },
        };
      }
      const { session, principal } = signedIn.value;
      void reply.setCookie(cookieName(config), session.token, {
        ...cookieOptions(config),
        expires: new Date(session.expiresAt),
      });
      return ok(me(principal));
    },
  });

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/me',
    access: 'session',
    summary: 'Who is signed in, and what they may do',
    tag: 'access',
    answer: meSchema,
    handle: async ({ principal }) => ok(me(principal)),
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/sign-out',
    access: 'session',
    summary: 'End the session',
    tag: 'access',
    answer: z.undefined(),
    status: 204,
    handle: async ({ principal, reply }) => {
      await signIn.signOut(principal);
      void reply.clearCookie(cookieName(config), cookieOptions(config));
      return ok();
    },
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/change-password',
    access: 'session',
    summary: "Change one's own password; every other session of the account ends",
    tag: 'access',
    body: z.strictObject({ current: z.string().min(1).max(PASSWORD_LENGTH.max), next: passwordSchema }),
    answer: z.undefined(),
    status: 204,
    handle: async ({ principal, body }) => {
      const changed = await signIn.changePassword(principal, body.current, body.next);
      if (changed.ok) return ok();
      switch (changed.error) {
        case 'wrong-password':
          return refuse(400, 'wrong-password', 'the current password is wrong', 'current');
        case 'same-password':
          return refuse(400, 'same-password', 'the new password must differ from the current one', 'next');
        case 'too-many-tries':
          return refuse(429, 'too-many-tries', 'too many wrong tries, come again later');
      }
    },
  });
}
