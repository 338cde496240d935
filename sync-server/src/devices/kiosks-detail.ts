import type { WorkLimits } from '@haizhu/shared/sync/work-limits';
import type { Reader } from '../storage/store.ts';
import { type FleetKiosk, listFleet } from './fleet.ts';

/** How many of the last faults and conflicts are told. */
const RECENT = 50;

export interface Conflict {
  readonly id: number;
  readonly origin: string;
  readonly epoch: number;
  readonly seq: number;
  readonly conflict: string;
  readonly keptDigest: string;
  readonly offeredDigest: string;
  readonly at: number;
}

export interface KioskDetail {
  readonly kiosk: FleetKiosk;
  readonly faults: readonly {
    readonly id: string;
    readonly fault: string;
    readonly device: string;
    readonly begunAt: number;
    readonly clearedAt: number | null;
  }[];
  readonly epochs: readonly {
    readonly epoch: number;
    readonly keyThumbprint: string;
    readonly enrolledAt: number;
    readonly through: number;
    readonly toldHead: number;
  }[];
  readonly conflicts: readonly Conflict[];
}

/** One kiosk with its recent faults, every enrolment and recent conflicts; null when there is no such kiosk. */
export async function kioskDetail(
  reader: Reader,
  id: string,
  now: number,
  limits?: WorkLimits,
): Promise<KioskDetail | null> {
  const [kiosk] = await listFleet(reader, now, id, limits);
  if (kiosk === undefined) return null;
  const faults = await reader
    .selectFrom('fault_occurrence')
    .select(['id', 'fault', 'device', 'begun_at as begunAt', 'cleared_at as clearedAt'])
    .where('kiosk_id', '=', id)
    .orderBy('begun_at', 'desc')
    .orderBy('id')
    .limit(RECENT)
    .execute();
  const epochs = await reader
    .selectFrom('kiosk_epoch')
    .select([
      'epoch',
      'key_thumbprint as keyThumbprint',
      'enrolled_at as enrolledAt',
      'through',
      'told_head as toldHead',
    ])
    .where('kiosk_id', '=', id)
    .orderBy('epoch', 'desc')
    .execute();
  return { kiosk, faults, epochs, conflicts: await listConflicts(reader, RECENT, id) };
}

/** Newest first; of one kiosk or of all. */
export async function listConflicts(
  reader: Reader,
  limit: number,
  origin?: string,
): Promise<readonly Conflict[]> {
  return reader
    .selectFrom('ledger_conflict')
    .select([
      'id',
      'origin',
      'epoch',
      'seq',
      'conflict',
      'kept_digest as keptDigest',
      'offered_digest as offeredDigest',
      'at',
    ])
    .$if(origin !== undefined, (query) => query.where('origin', '=', origin ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
