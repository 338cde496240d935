import { SILENCE_MS } from '../devices/fleet.ts';
import type { Reader } from '../storage/store.ts';
import type { Period } from './period.ts';

/** Entries from…to of one enrolment that a kiosk told of and the ledger does not hold (S8). */
export interface Lacking {
  readonly epoch: number;
  /** False: the machine has enrolled anew since; they come only if its disk still holds them (S9). */
  readonly current: boolean;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Between these instants they were written, as far as is known. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface KioskGaps {
  readonly kiosk: string;
  readonly station: string;
  readonly enrolledAt: number;
  readonly revokedAt: number | null;
  readonly lastContactAt: number | null;
  /** Nothing was heard since then; null while it is in contact, or revoked: then no more is awaited. */
  readonly silentSince: number | null;
  readonly lacking: readonly Lacking[];
  /** Open ones in quarantine whose day is in the period. */
  readonly setAside: number;
}

/** What each enrolled kiosk owes. */
export async function kioskGaps(
  reader: Reader,
  period: Period,
  now: number,
  only?: string,
): Promise<readonly KioskGaps[]> {
  const kiosks = await reader
    .selectFrom('kiosk')
    .leftJoin('presence', 'presence.kiosk_id', 'kiosk.id')
    .select(['kiosk.id', 'kiosk.station_id', 'kiosk.revoked_at', 'kiosk.current_epoch'])
    .select(['presence.last_contact_at', 'presence.epoch', 'presence.head', 'presence.oldest_at'])
    .where('kiosk.current_epoch', '>', 0)
    .$if(only !== undefined, (query) => query.where('kiosk.id', '=', only ?? ''))
    .orderBy('kiosk.id')
    .execute();
  const epochs = Map.groupBy(
    await reader
      .selectFrom('kiosk_epoch')
      .leftJoin('ledger', (join) =>
        join
          .onRef('ledger.origin', '=', 'kiosk_epoch.kiosk_id')
          .onRef('ledger.epoch', '=', 'kiosk_epoch.epoch')
          .onRef('ledger.seq', '=', 'kiosk_epoch.through'),
      )
      .select(['kiosk_epoch.kiosk_id', 'kiosk_epoch.epoch', 'kiosk_epoch.enrolled_at'])
      .select(['kiosk_epoch.through', 'kiosk_epoch.told_head', 'ledger.at as last_at'])
      .orderBy('kiosk_epoch.epoch')
      .execute(),
    (row) => row.kiosk_id,
  );
  const setAside = new Map(
    (
      await reader
        .selectFrom('quarantine')
        .innerJoin('ledger', (join) =>
          join
            .onRef('ledger.origin', '=', 'quarantine.origin')
            .onRef('ledger.epoch', '=', 'quarantine.epoch')
            .onRef('ledger.seq', '=', 'quarantine.seq'),
        )
        .select((eb) => ['quarantine.origin', eb.fn.countAll<number>().as('open')])
        .where('quarantine.state', '=', 'open')
        .where('ledger.day', '>=', period.from)
        .where('ledger.day', '<=', period.to)
        .groupBy('quarantine.origin')
        .execute()
    ).map((row) => [row.origin, Number(row.open)]),
  );

  return kiosks.map((kiosk): KioskGaps => {
    const own = epochs.get(kiosk.id) ?? [];
    const enrolledAt = own[0]?.enrolled_at ?? now;
    const lastContactAt = kiosk.last_contact_at;
    const heardAt = lastContactAt ?? own.at(-1)?.enrolled_at ?? now;
    const lacking = own.flatMap((row, index): Lacking[] => {
      const told = kiosk.epoch === row.epoch ? Math.max(row.told_head, kiosk.head ?? 0) : row.told_head;
      if (told <= row.through) return [];
      const current = row.epoch === kiosk.current_epoch;
      const next = own[index + 1];
      return [
        {
          epoch: row.epoch,
          current,
          from: row.through + 1,
          to: told,
          count: told - row.through,
          notBefore: (current ? kiosk.oldest_at : null) ?? row.last_at ?? row.enrolled_at,
          notAfter: next === undefined ? heardAt : next.enrolled_at,
        },
      ];
    });
    return {
      kiosk: kiosk.id,
      station: kiosk.station_id,
      enrolledAt,
      revokedAt: kiosk.revoked_at,
      lastContactAt,
      silentSince: kiosk.revoked_at === null && now - heardAt > SILENCE_MS ? heardAt : null,
      lacking,
      setAside: setAside.get(kiosk.id) ?? 0,
    };
  });
}
