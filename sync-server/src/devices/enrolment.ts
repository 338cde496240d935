import { createPublicKey, hash } from 'node:crypto';
import { epochSchema, kioskIdSchema } from '@haizhu/shared/ids';
import { chainStart } from '@haizhu/shared/journal/entry';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { Enrolment, EnrolRequest, SealingKey } from '@haizhu/shared/sync/protocol';
import { startOfBeijingDay } from '@haizhu/shared/time/beijing';
import { calculateJwkThumbprint } from 'jose';
import { audit } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { DomainEvents } from '../domain-events.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Store, Tx } from '../storage/store.ts';
import { codeDigest } from './enrolment-codes.ts';
import { kioskLimits } from './kiosk-limits.ts';

/**
 * `wrong-code`: unknown or out of date. `code-used`: by another key. `bad-key`: not a point of P-256. `bad-journals`: it
 * holds an epoch after which there is no other.
 */
export type EnrolError = 'wrong-code' | 'code-used' | 'bad-key' | 'bad-journals';

export interface EnrolDeps {
  readonly store: Store;
  readonly events: DomainEvents;
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'record'>;
  readonly sealingKey: () => SealingKey;
  readonly config: Pick<Config, 'workLimits' | 'kioskSealedDays'>;
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
  if (!epochSchema.safeParse(Math.max(0, ...request.journals) + 1).success) return err('bad-journals');
  const thumbprint = await calculateJwkThumbprint(jwk);
  const at = deps.clock.now();
  const enrolled = await deps.ledger.record(async (tx, say) => {
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
    const key = { publicKey: JSON.stringify(jwk), thumbprint, at };
    const epoch = await beginEpoch(tx, claimed.kiosk_id, key, request.journals);
    await tx.updateTable('enrolment_code').set({ epoch }).where('code_digest', '=', digest).execute();
    const body = { kiosk: kioskIdSchema.parse(claimed.kiosk_id), epoch, keyThumbprint: thumbprint };
    await say({ kind: 'kiosk.enrolled', body, at });
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
    limits: kioskLimits(deps.config),
  });
}

interface Found {
  readonly kioskId: string;
  readonly epoch: number;
  readonly isNew: boolean;
}

async function repeatedEnrolment(
  tx: Tx,
  digest: string,
  thumbprint: string,
): Promise<Result<Found, EnrolError>> {
  const used = await tx
    .selectFrom('enrolment_code')
    .innerJoin('kiosk', 'kiosk.id', 'enrolment_code.kiosk_id')
    .select([
      'kiosk.id',
      'kiosk.current_epoch',
      'kiosk.revoked_at',
      'enrolment_code.used_thumbprint',
      'enrolment_code.epoch',
    ])
    .where('enrolment_code.code_digest', '=', digest)
    .where('enrolment_code.used_at', 'is not', null)
    .executeTakeFirst();
  if (used === undefined) return err('wrong-code');
  const isSame =
    used.used_thumbprint === thumbprint && used.epoch === used.current_epoch && used.revoked_at === null;
  return isSame ? ok({ kioskId: used.id, epoch: used.current_epoch, isNew: false }) : err('code-used');
}

interface NewKey {
  readonly publicKey: string;
  readonly thumbprint: string;
  readonly at: number;
}

/**
 * The next epoch, higher than all that are known here or on the machine. Those that only the machine knows (this
 * server was restored from an older backup) become known again, so that their entries can come.
 */
async function beginEpoch(tx: Tx, kioskId: string, key: NewKey, held: readonly number[]): Promise<number> {
  // Changing the row first makes whoever enrols the same machine at the same time wait.
  const kiosk = await tx
    .updateTable('kiosk')
    .set({ revoked_at: null })
    .where('id', '=', kioskId)
    .returning(['current_epoch', 'created_at', 'installed_on'])
    .executeTakeFirstOrThrow();
  const epoch = Math.max(kiosk.current_epoch, ...held) + 1;
  await tx.updateTable('kiosk').set({ current_epoch: epoch }).where('id', '=', kioskId).execute();
  const row = (of: number, publicKey: string, thumbprint: string, enrolledAt: number) => ({
    kiosk_id: kioskId,
    epoch: of,
    public_key: publicKey,
    key_thumbprint: thumbprint,
    enrolled_at: enrolledAt,
    through: 0,
    last_digest: hash('sha256', chainStart(kioskId, of)),
    told_head: 0,
  });
  // When a forgotten epoch began is not known either, only that the machine was there.
  const earliest = Math.min(kiosk.created_at, startOfBeijingDay(kiosk.installed_on));
  const forgotten = [...new Set(held)].map((of) => row(of, '', '', earliest));
  await tx
    .insertInto('kiosk_epoch')
    .values([...forgotten, row(epoch, key.publicKey, key.thumbprint, key.at)])
    .onConflict((conflict) => conflict.columns(['kiosk_id', 'epoch']).doNothing())
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
