import { err, ok, type Result } from '@haizhu/shared/result';
import type { Reader, Store } from '../storage/store.ts';
import { audit } from './audit.ts';
import type { Role } from './permissions.ts';
import type { TokenPrincipal } from './principal.ts';
import { makeSecret, secretDigest } from './secret.ts';
import { roleOf } from './staff.ts';

/** Begins every token's text. */
export const TOKEN_PREFIX = 'hzk_';
const NOTE_EVERY_MS = 60_000;

export interface ApiToken {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

/** Every token ever made, newest first; never its text. */
export async function listTokens(reader: Reader): Promise<readonly ApiToken[]> {
  const rows = await reader
    .selectFrom('api_token')
    .select(['id', 'name', 'role', 'created_by', 'created_at', 'last_used_at', 'revoked_at'])
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: roleOf(row.role),
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}

/** Makes a token for a script. The text is told this once; its digest is stored. */
export async function makeToken(
  store: Store,
  token: { readonly name: string; readonly role: Role },
  by: { readonly who: string; readonly at: number },
): Promise<{ readonly id: number; readonly token: string }> {
  const text = makeSecret(TOKEN_PREFIX);
  return store.write(async (tx) => {
    const { id } = await tx
      .insertInto('api_token')
      .values({
        token_digest: secretDigest(text),
        name: token.name,
        role: token.role,
        created_by: by.who,
        created_at: by.at,
        last_used_at: null,
        revoked_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await audit(tx, { at: by.at, who: by.who, action: 'token.made', target: token.name, detail: token.role });
    return { id, token: text };
  });
}

/** Takes effect with the next request. Revoking again changes nothing. */
export async function revokeToken(
  store: Store,
  id: number,
  by: { readonly who: string; readonly at: number },
): Promise<Result<undefined, 'not-found'>> {
  return store.write(async (tx): Promise<Result<undefined, 'not-found'>> => {
    const row = await tx
      .selectFrom('api_token')
      .select(['name', 'revoked_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return err('not-found');
    if (row.revoked_at !== null) return ok();
    await tx.updateTable('api_token').set({ revoked_at: by.at }).where('id', '=', id).execute();
    await audit(tx, { at: by.at, who: by.who, action: 'token.revoked', target: row.name });
    return ok();
  });
}

/** Whose token a text is, or null; notes the use to the minute. */
export async function authenticateToken(
  store: Store,
  text: string,
  at: number,
): Promise<TokenPrincipal | null> {
  if (!text.startsWith(TOKEN_PREFIX)) return null;
  const row = await store.read
    .selectFrom('api_token')
    .select(['id', 'name', 'role', 'last_used_at'])
    .where('token_digest', '=', secretDigest(text))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.last_used_at === null || at - row.last_used_at >= NOTE_EVERY_MS) {
    await store.write((tx) =>
      tx.updateTable('api_token').set({ last_used_at: at }).where('id', '=', row.id).execute(),
    );
  }
  return { kind: 'token', id: row.id, name: row.name, role: roleOf(row.role) };
}
