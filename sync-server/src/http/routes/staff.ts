import { ok } from '@haizhu/shared/result';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { ROLES } from '../../access/permissions.ts';
import { addStaff, changeStaff, listStaff, type StaffError } from '../../access/staff.ts';
import { refuse } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { addRoute } from '../route.ts';
import { passwordSchema } from './access.ts';

/** Letters of any script, digits, dot, dash, underscore: no colon, which marks tokens and kiosks in the audit. */
const nameSchema = z
  .string()
  .regex(/^[\p{L}\p{N}._-]{2,40}$/u, 'must have 2 to 40 letters, digits, dots, dashes or underscores');
const idParams = z.strictObject({ id: z.coerce.number().int().positive() });

const staffSchema = z.object({
  id: z.number(),
  name: z.string(),
  role: z.enum(ROLES),
  createdAt: z.number(),
  disabledAt: z.number().nullable(),
});

function refuseStaff(error: StaffError) {
  switch (error) {
    case 'name-taken':
      return refuse(409, 'name-taken', 'somebody has this name already', 'name');
    case 'not-found':
      return refuse(404, 'not-found', 'there is no such account');
    case 'last-administrator':
      return refuse(409, 'last-administrator', 'one administrator must remain who can sign in');
    case 'own-account':
      return refuse(
        409,
        'own-account',
        'another administrator has to change your account; your password you can change yourself',
      );
  }
}

/** Accounts of staff. */
export function staffRoutes(app: FastifyInstance, context: HttpContext): void {
  const { store, passwordCost: cost } = context;

  addRoute(app, context, {
    method: 'GET',
    url: '/api/v1/staff',
    access: 'staff.manage',
    summary: 'Every account',
    tag: 'access',
    answer: z.object({ staff: z.array(staffSchema) }),
    handle: async () => ok({ staff: await listStaff(store.read) }),
  });

  addRoute(app, context, {
    method: 'POST',
    url: '/api/v1/staff',
    access: 'staff.manage',
    summary: 'Add an account; its password has to be changed at the first sign-in',
    tag: 'access',
    body: z.strictObject({ name: nameSchema, password: passwordSchema, role: z.enum(ROLES) }),
    answer: z.object({ id: z.number() }),
    status: 201,
    errors: [409],
    handle: async ({ body, by }) => {
      const added = await addStaff(store, body, { ...by, cost });
      return added.ok ? ok({ id: added.value }) : refuseStaff(added.error);
    },
  });

  addRoute(app, context, {
    method: 'PATCH',
    url: '/api/v1/staff/:id',
    access: 'staff.manage',
    summary: "Change somebody else's role or password, disable or enable the account; its sessions end",
    tag: 'access',
    params: idParams,
    body: z.strictObject({
      role: z.enum(ROLES).optional(),
      password: passwordSchema.optional(),
      disabled: z.boolean().optional(),
    }),
    answer: z.undefined(),
    status: 204,
    errors: [404, 409],
    handle: async ({ params, body, by, principal }) => {
      const staffId = principal.kind === 'staff' ? principal.id : null;
      const changed = await changeStaff(store, params.id, body, { ...by, staffId, cost });
      return changed.ok ? ok() : refuseStaff(changed.error);
    },
  });
}
