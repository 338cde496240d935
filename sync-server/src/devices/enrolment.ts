import { createPublicKey, hash } from 'node:crypto';
import { kioskIdSchema } from '@haizhu/shared/ids';
import { chainStart } from '@haizhu/shared/journal/entry';
import { err, ok, type Result } from '@haizhu/shared/result';
import { DEFAULT_LIMITS, type EnrolRequest, type Enrolment, type SealingKey } from '@haizhu/shared/sync/protocol';
import { calculateJwkThumbprint } from 'jose';
import { audit } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import type { DomainEvents } from '../domain-events.ts';
import type { Store, Tx } from '../storage/store.ts';
import { codeDigest } from './enrolment-codes.ts';
import type { AppendServerEntry } from './server-entries.ts';

/** `wrong-code`: unknown or out of date. `code-used`: by another key. `bad-key`: not a point of P-256. */
export type EnrolError = 'wrong-code' | 'code-used' | 'bad-key';

export interface EnrolDeps {
  readonly store: Store;
  readonly events: DomainEvents;
  readonly clock: Clock;
  readonly appendServerEntry: AppendServerEntry;
  readonly sealingKey: () => SealingKey;
}

/**
 * Enrols a machine: its key becomes the one that counts, and its journal begins a new epoch (S9). With the same code
 * and the same key the same answer comes again, as long as the enrolment is the current one: the answer may have
 * been lost on the way.
 */
export async function enrol(deps: EnrolDeps, request: EnrolRequest): Promise<Result<Enrolment, EnrolError>> {
  const { kty, crv, x, y } = request.publicKey;
  const jwk = { kty, crv, x, y };
  if (!isPointOnCurve(jwk)) return err('bad-key');
  const thumbprint = await calculateJwkThumbprint(jwk);
  const at = deps.clock.now();
  const enrolled = await deps.store.write(async (tx) => {
    const digest = codeDigest(request.code);
    // Of two that come at once with one code, the database lets one through.
    const claimed = await tx
      .updateTable('enrolment_code')
      .set({ used_at: at, used_thumbprint: thumbprint })
      .where('code_digest', '=', digest)
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
      .returning('kiosk_id')
      .executeTakeFirst();
    if (claimed === undefined) return repeatedEnrolment(tx, digest, thumbprint);
    const epoch = await beginEpoch(tx, claimed.kiosk_id, { publicKey: JSON.stringify(jwk), thumbprint, at });
    await tx.updateTable('enrolment_code').set({ epoch }).where('code_digest', '=', digest).execute();
    const body = { kiosk: kioskIdSchema.parse(claimed.kiosk_id), epoch, keyThumbprint: thumbprint };
    await deps.appendServerEntry(tx, 'kiosk.enrolled', body, at);
    await audit(tx, {
      at,
      who: `kiosk:${claimed.kiosk_id}`,
      action: 'kiosk.enrolled',
      target: claimed.kiosk_id,
      detail: `epoch ${epoch}`,
    });
    return ok({ kioskId: claimed.kiosk_id, epoch, isNew: true });
  });
  if (!enrolled.ok) return enrolled;
  const { kioskId, epoch, isNew } = enrolled.value;
  if (isNew) {
    // A machine that still speaks with the key of before is cut off.
    deps.events.emit('revoked', kioskId);
    deps.events.emit('changed', new Set(['kiosks']));
  }
  return ok({
    kiosk: kioskIdSchema.parse(kioskId),
    epoch,
    sealingKey: deps.sealingKey(),
    station: await stationOf(deps.store, kioskId),
    limits: DEFAULT_LIMITS,
  });
}

interface Found {
  readonly kioskId: string;
  readonly epoch: number;
  readonly isNew: boolean;
}

async function repeatedEnrolment(tx: Tx, digest: string, thumbprint: string): Promise<Result<Found, EnrolError>> {
  const used = await tx
    .selectFrom('enrolment_code')
    .innerJoin('kiosk', 'kiosk.id', 'enrolment_code.kiosk_id')
    .select(['kiosk.id', 'kiosk.current_epoch', 'kiosk.revoked_at', 'enrolment_code.used_thumbprint', 'enrolment_code.epoch'])
    .where('enrolment_code.code_digest', '=', digest)
    .where('enrolment_code.used_at', 'is not', null)
    .executeTakeFirst();
  if (used === undefined) return err('wrong-code');
  const isSame = used.used_thumbprint === thumbprint && used.epoch === used.current_epoch && used.revoked_at === null;
  return isSame ? ok({ kioskId: used.id, epoch: used.current_epoch, isNew: false }) : err('code-used');
}

async function beginEpoch(
  tx: Tx,
  kioskId: string,
  key: { readonly publicKey: string; readonly thumbprint: string; readonly at: number },
): Promise<number> {
  const { current_epoch: epoch } = await tx
    .updateTable('kiosk')
    .set((row) => ({ current_epoch: row('current_epoch', '+', 1), revoked_at: null }))
    .where('id', '=', kioskId)
    .returning('current_epoch')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('kiosk_epoch')
    .values({
      kiosk_id: kioskId,
      epoch,
      public_key: key.publicKey,
      key_thumbprint: key.thumbprint,
      enrolled_at: key.at,
      through: 0,
      last_digest: hash('sha256', chainStart(kioskId, epoch)),
      told_head: 0,
    })
    .execute();
  return epoch;
}

async function stationOf(store: Store, kioskId: string): Promise<Enrolment['station']> {
  return store.read
    .selectFrom('kiosk')
    .innerJoin('station', 'station.id', 'kiosk.station_id')
    .select(['station.id', 'station.name_zh as zh', 'station.name_en as en'])
    .where('kiosk.id', '=', kioskId)
    .executeTakeFirstOrThrow();
}

function isPointOnCurve(jwk: EnrolRequest['publicKey']): boolean {
  try {
    createPublicKey({ key: jwk, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
