import { hash } from 'node:crypto';
import { startOfBeijingDay } from '@haizhu/shared/time/beijing';
import type { Store } from '../../storage/store.ts';

/** What a test says of an application; the rest is filled in. */
export interface SeedApplication {
  readonly kiosk: string;
  readonly day: string;
  readonly item?: string;
  readonly channel?: string;
  readonly acceptance?: 'undetermined' | 'accepted' | 'not-accepted';
  readonly decision?: 'none' | 'approved' | 'refused';
  readonly decidedDay?: string | null;
}

export interface SeedSession {
  readonly kiosk: string;
  readonly day: string;
}

export interface SeedFault extends SeedSession {
  readonly faultClass: string;
}

export interface Seed {
  readonly applications?: readonly SeedApplication[];
  readonly sessions?: readonly SeedSession[];
  readonly faults?: readonly SeedFault[];
}

/** Stations and kiosks that seeds name: K1 and K2 stand at S1, K3 at S2. */
export const STATION_OF: Readonly<Record<string, string>> = { K1: 'S1', K2: 'S1', K3: 'S2' };

/** An id in the form of a UUID, the same for the same words. */
export function idOf(kind: string, n: number): string {
  const hex = hash('sha256', `${kind}-${n}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Stations and kiosks. */
export async function seedFleet(store: Store): Promise<void> {
  await store.write(async (tx) => {
    await tx
      .insertInto('station')
      .values([
        { id: 'S1', name_zh: '甲站', name_en: 'First' },
        { id: 'S2', name_zh: '=2+3', name_en: 'Second' },
      ])
      .execute();
    const kiosks = Object.entries(STATION_OF).map(([id, station_id]) => ({
      id,
      station_id,
      model: 'm1',
      installed_on: '2020-01-01',
      demo: 0,
      current_epoch: 1,
      created_at: 0,
      revoked_at: null,
    }));
    await tx.insertInto('kiosk').values(kiosks).execute();
  });
}

/** Replaces what the projections hold by rows that a test has described. */
export async function seedRows(
  store: Store,
  { applications = [], sessions = [], faults = [] }: Seed,
): Promise<void> {
  const stationOf = (kiosk: string) => STATION_OF[kiosk] ?? '';
  await store.write(async (tx) => {
    await tx.deleteFrom('application').execute();
    await tx.deleteFrom('session').execute();
    await tx.deleteFrom('fault_occurrence').execute();
    for (const [n, row] of applications.entries()) {
      const decision = row.decision ?? 'none';
      const decidedDay = decision === 'none' ? null : (row.decidedDay ?? row.day);
      await tx
        .insertInto('application')
        .values({
          id: idOf('application', n),
          kiosk_id: row.kiosk,
          station_id: stationOf(row.kiosk),
          epoch: 1,
          seq: n + 1,
          session_id: idOf('session', n),
          item: row.item ?? 'hk-macao-endorsement',
          channel: row.channel ?? 'kiosk',
          mode: 'attended',
          choices: '[]',
          fee_fen: 1500,
          lookup: '',
          sealed_digest: null,
          submitted_at: startOfBeijingDay(row.day) + (n % 7) * 1000,
          submitted_day: row.day,
          received_at: startOfBeijingDay(row.day) + 5000,
          acceptance: row.acceptance ?? 'undetermined',
          acceptance_at: null,
          acceptance_reason: null,
          reference: null,
          decision,
          decided_at: decidedDay === null ? null : startOfBeijingDay(decidedDay) + (n % 5) * 1000,
          decided_day: decidedDay,
          decision_reason: null,
          grants: '[]',
          payment: 'none',
          production: 'none',
        })
        .execute();
    }
    for (const [n, { kiosk, day }] of sessions.entries()) {
      await tx
        .insertInto('session')
        .values({
          id: idOf('visit', n),
          kiosk_id: kiosk,
          station_id: stationOf(kiosk),
          started_at: startOfBeijingDay(day) + n,
          started_day: day,
          ended_at: null,
          outcome: null,
          duration_ms: null,
          last_step: null,
          rating: null,
        })
        .execute();
    }
    for (const [n, { kiosk, day, faultClass }] of faults.entries()) {
      await tx
        .insertInto('fault_occurrence')
        .values({
          id: idOf('fault', n),
          kiosk_id: kiosk,
          station_id: stationOf(kiosk),
          fault: 'card-reader-jam',
          device: 'card-reader',
          fault_class: faultClass,
          begun_at: startOfBeijingDay(day) + n,
          begun_day: day,
          cleared_at: null,
        })
        .execute();
    }
  });
}
