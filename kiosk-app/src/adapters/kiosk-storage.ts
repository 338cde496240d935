import type { SpareCopy } from '../sync/spare/spare-copy.ts';
import { DexieJournalStore, KioskDatabase } from './dexie-journal-store.ts';
import { KioskSettings } from './kiosk-settings.ts';
import { renewLog } from './renew-log.ts';
import { openSpareCopy } from './spare/opfs-spare-copy.ts';

/** Entries that the spare copy holds of one kiosk. */
export interface Spared {
  readonly kiosk: string;
  readonly entries: number;
}

/** All that a kiosk keeps on its disk. */
export interface KioskStorage {
  readonly db: KioskDatabase;
  readonly settings: KioskSettings;
  /** Null where the browser refuses one; the kiosk works without it. */
  readonly spare: SpareCopy | null;
  /** What is in the spare copy since before this start. */
  readonly spared: readonly Spared[];
  /** Epochs of which the machine holds entries. */
  epochs(): Promise<readonly number[]>;
}

/** Opens database and spare copy; rejects where the database cannot be opened. The caller holds the writer lock (S10). */
export async function openKioskStorage(log: (event: string, error: unknown) => void): Promise<KioskStorage> {
  const db = new KioskDatabase();
  await db.open();
  await renewLog(db).catch((error: unknown) => log('log-not-renewed', error));
  const spare = await openSpareCopy().catch((error: unknown) => {
    log('no-spare-copy', error);
    return null;
  });
  const held = spare?.held ?? [];
  return {
    db,
    settings: new KioskSettings(db),
    spare,
    spared: held.map(({ kiosk, entries }) => ({ kiosk, entries: entries.length })),
    async epochs() {
      const states = await new DexieJournalStore(db).states();
      const spared = held.flatMap(({ entries }) => entries.map(({ epoch }) => epoch));
      return [...new Set([...states.map(({ epoch }) => epoch), ...spared])];
    },
  };
}
