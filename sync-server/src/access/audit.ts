import type { Reader, Tx } from '../storage/store.ts';

/** Something that a member of staff or a script changed. `target` names what, `detail` how; never a secret. */
export interface AuditEntry {
  readonly at: number;
  readonly who: string;
  readonly action: AuditAction;
  readonly target: string;
  readonly detail?: string;
}

export type AuditAction =
  | 'staff.signed-in'
  | 'staff.signed-out'
  | 'staff.added'
  | 'staff.changed'
  | 'staff.password-changed'
  | 'token.made'
  | 'token.revoked'
  | 'station.added'
  | 'station.changed'
  | 'kiosk.added'
  | 'kiosk.changed'
  | 'kiosk.revoked'
  | 'kiosk.code-made'
  | 'kiosk.enrolled'
  | 'entry.opened'
  | 'entry.repaired'
  | 'entry.dismissed'
  | 'sealing-key.made'
  | 'sealed.deleted';

/** Writes the row in the transaction of the change: neither is there without the other. */
export async function audit(tx: Tx, { at, who, action, target, detail = '' }: AuditEntry): Promise<void> {
  await tx.insertInto('audit').values({ at, who, action, target, detail }).execute();
}

/** Newest first; `before` is the id behind which to go on. */
export function listAudit(reader: Reader, before: number | null, limit: number) {
  return reader
    .selectFrom('audit')
    .select(['id', 'at', 'who', 'action', 'target', 'detail'])
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
