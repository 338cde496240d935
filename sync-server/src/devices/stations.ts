import { err, ok, type Result } from '@haizhu/shared/result';
import { audit } from '../access/audit.ts';
import type { Reader, Store } from '../storage/store.ts';

export interface Station {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

/** Who changes something, and when. */
export interface Actor {
  readonly who: string;
  readonly at: number;
}

/** Every station with the number of its kiosks. */
export async function listStations(
  reader: Reader,
): Promise<readonly (Station & { readonly kiosks: number })[]> {
  const rows = await reader
    .selectFrom('station')
    .leftJoin('kiosk', 'kiosk.station_id', 'station.id')
    .select(({ fn }) => [
      'station.id',
      'station.name_zh as zh',
      'station.name_en as en',
      fn.count<number | string>('kiosk.id').as('kiosks'),
    ])
    .groupBy(['station.id', 'station.name_zh', 'station.name_en'])
    .orderBy('station.id')
    .execute();
  return rows.map((row) => ({ id: row.id, zh: row.zh, en: row.en, kiosks: Number(row.kiosks) }));
}

export async function addStation(
  store: Store,
  station: Station,
  by: Actor,
): Promise<Result<undefined, 'id-taken'>> {
  return store.write(async (tx): Promise<Result<undefined, 'id-taken'>> => {
    const added = await tx
      .insertInto('station')
      .values({ id: station.id, name_zh: station.zh, name_en: station.en })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added === undefined) return err('id-taken');
    await audit(tx, {
      ...by,
      action: 'station.added',
      target: station.id,
      detail: `${station.zh} / ${station.en}`,
    });
    return ok();
  });
}

/** Renames a station. Its id stays: figures hang on it. */
export async function renameStation(
  store: Store,
  station: Station,
  by: Actor,
): Promise<Result<undefined, 'not-found'>> {
  return store.write(async (tx): Promise<Result<undefined, 'not-found'>> => {
    const renamed = await tx
      .updateTable('station')
      .set({ name_zh: station.zh, name_en: station.en })
      .where('id', '=', station.id)
      .returning('id')
      .executeTakeFirst();
    if (renamed === undefined) return err('not-found');
    await audit(tx, {
      ...by,
      action: 'station.changed',
      target: station.id,
      detail: `${station.zh} / ${station.en}`,
    });
    return ok();
  });
}
