import type { Reader, Store, Tx } from '../storage/store.ts';
import type { StaffPrincipal } from './principal.ts';
import { makeSecret, secretDigest } from './secret.ts';
import { roleOf } from './staff.ts';

/** A session that is not used ends after this, ms. */
export const SESSION_IDLE_MS = 2 * 3_600_000;
/** Every session ends after this, ms: one working day. */
export const SESSION_MAX_MS = 12 * 3_600_000;
/** Use is noted to the minute, so that reading does not mean writing. */
const NOTE_EVERY_MS = 60_000;

export interface NewSession {
  /** Goes into the cookie; only its digest is stored. */
  readonly token: string;
  readonly expiresAt: number;
}

/** Begins a session and clears away those that have ended. */
export async function beginSession(tx: Tx, staffId: number, at: number): Promise<NewSession> {
  const token = makeSecret('');
  const expiresAt = at + SESSION_MAX_MS;
  await tx
    .deleteFrom('staff_session')
    .where((row) => row.or([row('expires_at', '<=', at), row('last_seen_at', '<=', at - SESSION_IDLE_MS)]))
    .execute();
  await tx
    .insertInto('staff_session')
    .values({
      token_digest: secretDigest(token),
      staff_id: staffId,
      created_at: at,
      last_seen_at: at,
      expires_at: expiresAt,
    })
    .execute();
  return { token, expiresAt };
}

/** Whose session a cookie is, or null when it is unknown, over, idle for too long, or of a disabled account. */
export async function findSession(
  reader: Reader,
  token: string,
  at: number,
): Promise<(StaffPrincipal & { lastSeenAt: number }) | null> {
  const row = await reader
    .selectFrom('staff_session')
    .innerJoin('staff', 'staff.id', 'staff_session.staff_id')
    .select([
      'staff.id',
      'staff.name',
      'staff.role',
      'staff.must_change_password',
      'staff_session.last_seen_at',
    ])
    .where('staff_session.token_digest', '=', secretDigest(token))
    .where('staff_session.expires_at', '>', at)
    .where('staff_session.last_seen_at', '>', at - SESSION_IDLE_MS)
    .where('staff.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    kind: 'staff',
    id: row.id,
    name: row.name,
    role: roleOf(row.role),
    mustChangePassword: row.must_change_password === 1,
    sessionDigest: secretDigest(token),
    lastSeenAt: row.last_seen_at,
  };
}

/** Like `findSession`, and notes that the session was used. */
export async function authenticateSession(
  store: Store,
  token: string,
  at: number,
): Promise<StaffPrincipal | null> {
  const found = await findSession(store.read, token, at);
  if (found === null) return null;
  const { lastSeenAt, ...principal } = found;
  if (at - lastSeenAt >= NOTE_EVERY_MS) {
    await store.write((tx) =>
      tx
        .updateTable('staff_session')
        .set({ last_seen_at: at })
        .where('token_digest', '=', principal.sessionDigest)
        .execute(),
    );
  }
  return principal;
}

export async function endSession(tx: Tx, sessionDigest: string): Promise<void> {
  await tx.deleteFrom('staff_session').where('token_digest', '=', sessionDigest).execute();
}
