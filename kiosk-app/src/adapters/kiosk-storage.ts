import { Dexie } from 'dexie';
import { headerOf } from '../sync/copy/copied-entry.ts';
import { watchDatabase } from './database-watch.ts';
import { DexieJournalStore, KioskDatabase } from './dexie-journal-store.ts';
import { KioskSettings } from './kiosk-settings.ts';
import { renewLog } from './renew-log.ts';
import type { KioskVault } from './vault/kiosk-vault.ts';

/** What a machine that is not enrolled was before, and how many entries it keeps since. */
export interface Before {
  readonly kiosk: string;
  readonly entries: number;
}

/** The kiosk's database in this browser. */
export interface OpenDatabase {
  readonly db: KioskDatabase;
  readonly settings: KioskSettings;
  /** Tells once that the browser has removed the database under this page. */
  onGone(listener: () => void): void;
  stopWatching(): void;
}

/** All that a kiosk keeps on its disk. */
export interface KioskStorage extends OpenDatabase {
  readonly vault: KioskVault;
  /** Epochs of which the machine holds entries. */
  epochs(): Promise<readonly number[]>;
  before(): Promise<Before | null>;
}

/** Rejects where the database cannot be opened. The caller holds the writer lock (S10). */
export async function openKioskDatabase(log: (event: string, error: unknown) => void): Promise<OpenDatabase> {
  const db = new KioskDatabase();
  try {
    await db.open();
    await db.settings.count();
  } catch (error) {
    if (!isHalfRemoved(error)) throw error;
    // Without its tables nothing can be read of it; what was in it comes back from the vault.
    log('database-without-tables', error);
    db.close();
    await Dexie.delete(db.name);
    await db.open();
  }
  await renewLog(db).catch((error: unknown) => log('log-not-renewed', error));
  const watch = await watchDatabase(db);
  return { db, settings: new KioskSettings(db), onGone: watch.onGone, stopWatching: watch.stop };
}

export function kioskStorage(database: OpenDatabase, vault: KioskVault): KioskStorage {
  const { db } = database;
  const store = new DexieJournalStore(db);
  const epochs = async () => {
    const states = await store.states();
    return [...new Set([...states.map(({ epoch }) => epoch), ...vault.kept.flatMap((kept) => kept.epochs)])];
  };
  return {
    ...database,
    vault,
    epochs,
    async before() {
      const kept = vault.kept.toSorted((a, b) => b.entries - a.entries)[0];
      if (kept !== undefined && kept.entries > 0) return { kiosk: kept.kiosk, entries: kept.entries };
      const newest = (await store.states()).findLast(({ head, from = 1 }) => head >= from);
      if (newest === undefined) return null;
      const [last] = await store.read(newest.epoch, newest.head, 1, 1);
      const kiosk = last === undefined ? undefined : headerOf(last.text)?.kiosk;
      return kiosk === undefined ? null : { kiosk, entries: (await store.queue()).queued };
    },
  };
}

function isHalfRemoved(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotFoundError' || error.name === 'VersionError');
}
