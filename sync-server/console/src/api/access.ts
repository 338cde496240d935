import * as z from 'zod/mini';
import { nothing, request } from './client.ts';

export const ROLES = ['maintenance', 'bureau', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
/** Shortest password the server takes. */
export const MIN_PASSWORD = 10;
export const roleSchema = z.enum(ROLES);

/** Who is signed in. */
export const meSchema = z.object({
  name: z.string(),
  role: roleSchema,
  /** The one-time password of the first start is to be changed before anything else. */
  mustChangePassword: z.boolean(),
  /** What the role may do; names this console does not know are kept and unused. */
  permissions: z.array(z.string()),
});
export type Me = z.infer<typeof meSchema>;

export const staffSchema = z.object({
  staff: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      role: roleSchema,
      createdAt: z.number(),
      disabledAt: z.nullable(z.number()),
    }),
  ),
});
export type Staff = z.infer<typeof staffSchema>['staff'][number];

export const tokensSchema = z.object({
  tokens: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      role: roleSchema,
      createdBy: z.string(),
      createdAt: z.number(),
      lastUsedAt: z.nullable(z.number()),
      revokedAt: z.nullable(z.number()),
    }),
  ),
});
export type ApiToken = z.infer<typeof tokensSchema>['tokens'][number];

/** A new token; the only time that its text is told. */
export const newTokenSchema = z.object({ id: z.number(), token: z.string() });

export const auditSchema = z.object({
  rows: z.array(
    z.object({
      id: z.number(),
      at: z.number(),
      who: z.string(),
      action: z.string(),
      target: z.string(),
      detail: z.string(),
    }),
  ),
  next: z.nullable(z.string()),
});
export type AuditRow = z.infer<typeof auditSchema>['rows'][number];

export const sealedAccessSchema = z.object({
  rows: z.array(
    z.object({ id: z.number(), digest: z.string(), who: z.string(), why: z.string(), at: z.number() }),
  ),
  next: z.nullable(z.string()),
});
export type SealedAccessRow = z.infer<typeof sealedAccessSchema>['rows'][number];

/** Names of the keys to which kiosks seal, oldest first. */
export const sealingKeysSchema = z.object({
  keys: z.array(z.object({ kid: z.string(), madeAt: z.nullable(z.number()), current: z.boolean() })),
  retentionDays: z.number(),
  kioskDays: z.number(),
});
export type SealingKeyRow = z.infer<typeof sealingKeysSchema>['keys'][number];

const BASE = '/api/v1';

export const ME_PATH = `${BASE}/me`;
export const STAFF_PATH = `${BASE}/staff`;
export const TOKENS_PATH = `${BASE}/tokens`;
export const AUDIT_PATH = `${BASE}/audit`;
export const SEALING_KEYS_PATH = `${BASE}/sealing-keys`;
export const SEALED_ACCESS_PATH = `${BASE}/sealed-access`;

export const fetchMe = () => request('GET', ME_PATH, meSchema);
export const signIn = (name: string, password: string) =>
  request('POST', `${BASE}/sign-in`, meSchema, { name, password });
export const signOut = () => request('POST', `${BASE}/sign-out`, nothing);
export const changePassword = (current: string, next: string) =>
  request('POST', `${BASE}/change-password`, nothing, { current, next });

export const addStaff = (values: { name: string; password: string; role: Role }) =>
  request('POST', STAFF_PATH, nothing, values);
export const changeStaff = (id: number, values: { role?: Role; password?: string; disabled?: boolean }) =>
  request('PATCH', `${STAFF_PATH}/${id}`, nothing, values);

export const addToken = (values: { name: string; role: Role }) =>
  request('POST', TOKENS_PATH, newTokenSchema, values);
export const revokeToken = (id: number) => request('DELETE', `${TOKENS_PATH}/${id}`, nothing);

export const makeSealingKey = () => request('POST', SEALING_KEYS_PATH, nothing);
