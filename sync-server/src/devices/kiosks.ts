import { kioskIdSchema, stationIdSchema } from '@haizhu/shared/ids';
import { err, ok, type Result } from '@haizhu/shared/result';
import { audit } from '../access/audit.ts';
import type { DomainEvents } from '../domain-events.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { SERVER_ORIGIN } from '../ledger/server-entries.ts';
import type { Store, Tx } from '../storage/store.ts';
import type { Actor } from './stations.ts';

export interface KioskValues {
  readonly stationId: string;
  readonly model: string;
  /** Day on which the machine was installed. */
  readonly installedOn: string;
}

export type KioskError = 'id-taken' | 'not-found' | 'no-such-station';

export interface KioskDeps {
  readonly store: Store;
  readonly events: DomainEvents;
  readonly ledger: Pick<Ledger, 'record'>;
}

/** Adds a machine that has never spoken. It joins by enrolling with a code. */
export async function addKiosk(
  { store, events }: KioskDeps,
  id: string,
  values: KioskValues,
  by: Actor,
): Promise<Result<undefined, KioskError>> {
  if (id === SERVER_ORIGIN) return err('id-taken');
  const added = await store.write(async (tx): Promise<Result<undefined, KioskError>> => {
    if (!(await stationExists(tx, values.stationId))) return err('no-such-station');
    if (!(await insertKiosk(tx, id, values, { demo: false, at: by.at }))) return err('id-taken');
    await audit(tx, { ...by, action: 'kiosk.added', target: id, detail: describe(values) });
    return ok();
  });
  if (added.ok) events.emit('changed', new Set(['kiosks']));
  return added;
}

/** False when the id is taken. */
export async function insertKiosk(
  tx: Tx,
  id: string,
  values: KioskValues,
  { demo, at }: { readonly demo: boolean; readonly at: number },
): Promise<boolean> {
  const added = await tx
    .insertInto('kiosk')
    .values({
      id,
      station_id: values.stationId,
      model: values.model,
      installed_on: values.installedOn,
      demo: demo ? 1 : 0,
      current_epoch: 0,
      created_at: at,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

/**
 * Changes what is known of a machine. What it has sent so far stays with the station where it stood then, and the ledger
 * says from where on it counts for the other.
 */
export async function changeKiosk(
  { events, ledger }: KioskDeps,
  id: string,
  values: KioskValues,
  by: Actor,
): Promise<Result<undefined, KioskError>> {
  const changed = await ledger.record(async (tx, say): Promise<Result<undefined, KioskError>> => {
    if (!(await stationExists(tx, values.stationId))) return err('no-such-station');
    // Changing the row first makes ingest of what the machine sends wait; nothing is read in between.
    const row = await tx
      .updateTable('kiosk')
      .set({ model: values.model, installed_on: values.installedOn })
      .where('id', '=', id)
      .returning('station_id')
      .executeTakeFirst();
    if (row === undefined) return err('not-found');
    await tx.updateTable('kiosk').set({ station_id: values.stationId }).where('id', '=', id).execute();
    if (row.station_id !== values.stationId) {
      const body = {
        kiosk: kioskIdSchema.parse(id),
        from: stationIdSchema.parse(row.station_id),
        to: stationIdSchema.parse(values.stationId),
      };
      await say({ kind: 'kiosk.moved', body, at: by.at });
    }
    await audit(tx, { ...by, action: 'kiosk.changed', target: id, detail: describe(values) });
    return ok();
  });
  if (changed.ok) events.emit('changed', new Set(['kiosks']));
  return changed;
}

/**
 * Takes a machine's right to speak away, at once: its connection is closed, its key and every unused code are worth
 * nothing. It stays in the ledger and in the figures. A new enrolment with a new key brings it back.
 */
export async function revokeKiosk(
  { events, ledger }: KioskDeps,
  id: string,
  reason: string,
  by: Actor,
): Promise<Result<undefined, 'not-found' | 'already-revoked'>> {
  const revoked = await ledger.record(
    async (tx, say): Promise<Result<undefined, 'not-found' | 'already-revoked'>> => {
      const row = await tx
        .updateTable('kiosk')
        .set({ revoked_at: by.at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) {
        const known = await tx.selectFrom('kiosk').select('id').where('id', '=', id).executeTakeFirst();
        return err(known === undefined ? 'not-found' : 'already-revoked');
      }
      await tx.deleteFrom('enrolment_code').where('kiosk_id', '=', id).where('used_at', 'is', null).execute();
      await say({ kind: 'kiosk.revoked', body: { kiosk: kioskIdSchema.parse(id), reason }, at: by.at });
      await audit(tx, { ...by, action: 'kiosk.revoked', target: id, detail: reason });
      return ok();
    },
  );
  if (revoked.ok) {
    events.emit('revoked', id);
    events.emit('changed', new Set(['kiosks']));
  }
  return revoked;
}

async function stationExists(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('station').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

function describe({ stationId, model, installedOn }: KioskValues): string {
  return `station ${stationId}, model ${model}, installed ${installedOn}`;
}
