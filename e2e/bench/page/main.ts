import { DexieJournalStore, type KioskDatabase } from '@haizhu/kiosk-app/adapters/dexie-journal-store';
import { enrol } from '@haizhu/kiosk-app/adapters/enrolment';
import { createKioskRuntime, type KioskRuntime } from '@haizhu/kiosk-app/adapters/kiosk-runtime';
import { type KioskStorage, kioskStorage, openKioskDatabase } from '@haizhu/kiosk-app/adapters/kiosk-storage';
import { KioskVault } from '@haizhu/kiosk-app/adapters/vault/kiosk-vault';
import { makeBacklog } from '../backlog.ts';
import { type CommitTimes, measureCommits } from './commits.ts';

declare global {
  interface Window {
    /** Enrols a kiosk with a new database and fills its journal. */
    fill(code: string, applications: number): Promise<void>;
    /** Starts the kiosk while there is no network; resolves when it has done what it does at a start. */
    boot(serverUrl: string): Promise<void>;
    /** Waits until the network is back: ms from being online to the last acknowledgement noted on disk. */
    drain(): Promise<number>;
    commits(code: string, count: number): Promise<CommitTimes>;
  }
}

const CHUNK = 500;

const log = (event: string, error: unknown) => {
  throw new Error(`${event}: ${String(error)}`);
};

async function enrolled(code: string): Promise<KioskStorage> {
  const vault = await KioskVault.open({
    urls: [new URLSearchParams(location.search).get('vault') ?? ''],
  });
  const storage = kioskStorage(await openKioskDatabase(log), vault);
  const done = await enrol({ ...storage, serverUrl: location.origin }, code);
  if (!done.ok) throw new Error(`not enrolled: ${done.error}`);
  return storage;
}

async function runtimeOf(storage: KioskStorage, serverUrl: string): Promise<KioskRuntime> {
  const runtime = await createKioskRuntime({ ...storage, serverUrl, software: 'bench', log });
  if (runtime === null) throw new Error('not enrolled');
  return runtime;
}

let filled: KioskStorage | null = null;
let running: KioskRuntime | null = null;

window.fill = async (code, applications) => {
  filled = await enrolled(code);
  const { db, vault } = filled;
  const { enrolment } = vault;
  if (enrolment === null) throw new Error('not enrolled');
  const { states, entries } = await makeBacklog(enrolment.kiosk, enrolment.epoch, applications);
  for (let from = 0; from < entries.length; from += CHUNK) {
    await db.entries.bulkAdd(entries.slice(from, from + CHUNK));
  }
  await db.journals.bulkPut([...states]);
};

window.boot = async (serverUrl) => {
  if (filled === null) throw new Error('nothing filled');
  running = await runtimeOf(filled, serverUrl);
  await quiet(filled.db);
};

window.drain = async () => {
  const [storage, runtime] = [filled, running];
  if (storage === null || runtime === null) throw new Error('not booted');
  let onlineAt = 0;
  await new Promise<void>((resolve) => {
    runtime.link.watch(({ online, queued }) => {
      if (online && onlineAt === 0) onlineAt = performance.now();
      if (online && queued === 0) resolve();
    });
  });
  const ms = performance.now() - onlineAt;
  const { queued } = await new DexieJournalStore(storage.db).queue();
  runtime.stop();
  if (queued > 0) throw new Error(`${queued} still queued`);
  return ms;
};

/** Resolves when the database answers at once several times in a row: nobody else is reading the journal through. */
async function quiet(db: KioskDatabase): Promise<void> {
  for (let calm = 0; calm < 20; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = performance.now();
    await db.entries.where('[epoch+seq]').between([1, 1], [1, 2]).toArray();
    calm = performance.now() - before < 15 ? calm + 1 : 0;
  }
}

window.commits = async (code, count) => {
  const storage = await enrolled(code);
  // Nobody listens there: the kiosk is offline, as when it matters most.
  const runtime = await runtimeOf(storage, 'http://127.0.0.1:9');
  const times = await measureCommits(runtime.journal, count);
  runtime.stop();
  return times;
};
