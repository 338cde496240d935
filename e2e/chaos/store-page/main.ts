import { DexieJournalStore, KioskDatabase } from '@haizhu/kiosk-app/adapters/dexie-journal-store';
import { openKioskDatabase } from '@haizhu/kiosk-app/adapters/kiosk-storage';
import { KioskVault } from '@haizhu/kiosk-app/adapters/vault/kiosk-vault';
import { CopiedJournalStore } from '@haizhu/kiosk-app/sync/copy/copied-journal-store';
import type { JournalState, JournalStore, StoredEntry } from '@haizhu/kiosk-app/sync/journal-store';

export interface Held {
  readonly entries: readonly StoredEntry[];
  readonly states: readonly JournalState[];
  readonly open: number;
}

declare global {
  interface Window {
    /** Two writers on one database by turns and at once, which the writer lock forbids; what is held then. */
    twoWriters(rounds: number): Promise<Held>;
    /** Appends what IndexedDB cannot store, between two entries that it can; the name of the refusal and what is held. */
    unstorable(): Promise<{ readonly refused: string; readonly held: Held }>;
    /** Closes the connection under the store, as Chromium does when the disk is full, and appends; what is held. */
    closedMeanwhile(): Promise<Held>;
    /** Opens what a kiosk keeps on its disk and appends so many entries: what was there before, and what was logged. */
    keep(count: number): Promise<{ readonly before: readonly number[]; readonly logged: readonly string[] }>;
  }
}

const append = (store: Pick<JournalStore, 'append'>, name: string, item?: unknown) =>
  store.append(1, ({ seq, prev }) => ({
    text: prev,
    sealed: null,
    digest: `${name}${seq}`,
    at: 1,
    open: {
      put: [{ id: `session:${seq}`, type: 'session', session: `${seq}`, at: 1, ...(item as object) }],
      remove: [],
    },
  }));

async function held(db: KioskDatabase): Promise<Held> {
  const store = new DexieJournalStore(db);
  return {
    entries: await store.read(1, 1, 1e6, 1e9),
    states: await store.states(),
    open: (await store.openItems()).length,
  };
}

async function begun(name: string): Promise<KioskDatabase> {
  const db = new KioskDatabase(name);
  await new DexieJournalStore(db).begin(1, 'start');
  return db;
}

window.twoWriters = async (rounds) => {
  const db = await begun('two');
  const [one, other] = [new DexieJournalStore(db), new DexieJournalStore(new KioskDatabase('two'))];
  for (let n = 0; n < rounds; n += 1) {
    await append(one, 'a');
    await Promise.all([append(other, 'b'), append(one, 'c'), other.setThrough(1, n)]);
  }
  return held(db);
};

window.unstorable = async () => {
  const db = await begun('unstorable');
  const store = new DexieJournalStore(db);
  await append(store, 'a');
  const refused = await append(store, 'b', { of: () => {} }).then(
    () => 'stored',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  );
  await append(store, 'c');
  return { refused, held: await held(db) };
};

window.closedMeanwhile = async () => {
  const db = await begun('closed');
  const store = new DexieJournalStore(db);
  await append(store, 'a');
  db.backendDB().close();
  await append(store, 'b');
  return held(db);
};

window.keep = async (count) => {
  const logged: string[] = [];
  const log = (event: string) => logged.push(event);
  const { db } = await openKioskDatabase(log);
  const vault = await KioskVault.open({
    urls: [new URLSearchParams(location.search).get('vault') ?? ''],
  });
  const store = await CopiedJournalStore.open({
    store: new DexieJournalStore(db),
    copy: vault.copyOf('K1'),
    log,
  });
  await store.begin(1, 'start');
  const before = (await store.read(1, 1, 1e6, 1e9)).map(({ seq }) => seq);
  for (let n = 0; n < count; n += 1) await append(store, 'k');
  return { before, logged };
};
