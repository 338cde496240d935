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
    /** Connects and waits until the queue is empty; ms from the welcome to the last acknowledgement noted on disk. */
    drain(serverUrl: string): Promise<number>;
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

window.drain = async (serverUrl) => {
  if (filled === null) throw new Error('nothing filled');
  const runtime = await runtimeOf(filled, serverUrl);
  const store = new DexieJournalStore(filled);
  let onlineAt = 0;
  await new Promise<void>((resolve) => {
    runtime.link.watch(({ online, queued }) => {
      if (online && onlineAt === 0) onlineAt = performance.now();
      if (online && queued === 0) resolve();
    });
  });
  const ms = performance.now() - onlineAt;
  const { queued } = await store.queue();
  runtime.stop();
  if (queued > 0) throw new Error(`${queued} still queued`);
  return ms;
};

window.commits = async (code, count) => {
  const db = await enrolled(code);
  // Nobody listens there: the kiosk is offline, as when it matters most.
  const runtime = await runtimeOf(db, 'http://127.0.0.1:9');
  const times = await measureCommits(runtime.journal, count);
  runtime.stop();
  return times;
};
