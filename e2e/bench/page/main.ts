import { DexieJournalStore, KioskDatabase } from '@haizhu/kiosk-app/adapters/dexie-journal-store';
import { enrol } from '@haizhu/kiosk-app/adapters/enrolment';
import { createKioskRuntime, type KioskRuntime } from '@haizhu/kiosk-app/adapters/kiosk-runtime';
import { KioskSettings } from '@haizhu/kiosk-app/adapters/kiosk-settings';
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

async function enrolled(code: string): Promise<KioskDatabase> {
  const db = new KioskDatabase();
  const settings = new KioskSettings(db);
  const done = await enrol(settings, new DexieJournalStore(db), location.origin, code);
  if (!done.ok) throw new Error(`not enrolled: ${done.error}`);
  return db;
}

async function runtimeOf(db: KioskDatabase, serverUrl: string): Promise<KioskRuntime> {
  const runtime = await createKioskRuntime({
    db,
    settings: new KioskSettings(db),
    serverUrl,
    software: 'bench',
    log: (event, error) => {
      throw new Error(`${event}: ${String(error)}`);
    },
  });
  if (runtime === null) throw new Error('not enrolled');
  return runtime;
}

let filled: KioskDatabase | null = null;
let running: KioskRuntime | null = null;

window.fill = async (code, applications) => {
  filled = await enrolled(code);
  const enrolment = await new KioskSettings(filled).get('enrolment');
  if (enrolment === null) throw new Error('not enrolled');
  const { states, entries } = await makeBacklog(enrolment.kiosk, enrolment.epoch, applications);
  for (let from = 0; from < entries.length; from += CHUNK) {
    await filled.entries.bulkAdd(entries.slice(from, from + CHUNK));
  }
  await filled.journals.bulkPut([...states]);
};

window.boot = async (serverUrl) => {
  if (filled === null) throw new Error('nothing filled');
  running = await runtimeOf(filled, serverUrl);
  await quiet(filled);
};

window.drain = async () => {
  const [db, runtime] = [filled, running];
  if (db === null || runtime === null) throw new Error('not booted');
  let onlineAt = 0;
  await new Promise<void>((resolve) => {
    runtime.link.watch(({ online, queued }) => {
      if (online && onlineAt === 0) onlineAt = performance.now();
      if (online && queued === 0) resolve();
    });
  });
  const ms = performance.now() - onlineAt;
  const { queued } = await new DexieJournalStore(db).queue();
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
  const db = await enrolled(code);
  // Nobody listens there: the kiosk is offline, as when it matters most.
  const runtime = await runtimeOf(db, 'http://127.0.0.1:9');
  const times = await measureCommits(runtime.journal, count);
  runtime.stop();
  return times;
};
