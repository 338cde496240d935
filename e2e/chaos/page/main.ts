import { DexieJournalStore } from '@haizhu/kiosk-app/adapters/dexie-journal-store';
import { enrol } from '@haizhu/kiosk-app/adapters/enrolment';
import { createKioskRuntime } from '@haizhu/kiosk-app/adapters/kiosk-runtime';
import { openKioskStorage } from '@haizhu/kiosk-app/adapters/kiosk-storage';
import { takeWriterLock } from '@haizhu/kiosk-app/sync/writer-lock';
import { Citizens } from '../citizens.ts';
import { demoCode } from '../demo-code.ts';
import { type JournalContent, type KioskMessage, type KioskOptions, MESSAGE } from '../messages.ts';

declare global {
  interface Window {
    stopCitizens(): void;
    journalContent(): Promise<JournalContent>;
  }
}

const RETRY_MS = 200;

const tell = (message: KioskMessage) => console.info(`${MESSAGE}${JSON.stringify(message)}`);

/** The kiosk's own runtime, without its screens. */
async function main(options: KioskOptions): Promise<void> {
  if (!(await takeWriterLock(navigator.locks)))
    return tell({ type: 'problem', what: 'another window holds the lock' });
  const log = (event: string, error: unknown) => {
    if (event === 'restored-from-spare') return;
    tell({ type: 'problem', what: `${event}: ${String(error)}` });
  };
  const storage = await openKioskStorage(log);
  const { db, settings } = storage;
  // What this machine was, where the browser has removed its database; kept by the runner, as staff would know it.
  const before = asked.get('kiosk') ?? undefined;
  if (before !== undefined && (await settings.get('enrolment')) === null) tell({ type: 'wiped' });
  while ((await settings.get('enrolment')) === null) {
    const code = (await settings.get('pendingKey'))?.code ?? (await demoCode(location.origin, before));
    const enrolled = code === null ? null : await enrol({ ...storage, serverUrl: location.origin }, code);
    if (enrolled?.ok === false && enrolled.error !== 'offline') {
      tell({ type: 'problem', what: `not enrolled: ${enrolled.error}` });
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  const runtime = await createKioskRuntime({
    ...storage,
    serverUrl: location.origin,
    software: 'chaos',
    log,
  });
  if (runtime === null) return tell({ type: 'problem', what: 'no runtime' });
  const citizens = new Citizens(runtime.journal, options, tell);
  window.stopCitizens = () => citizens.stop();
  window.journalContent = async () => {
    const entries = await db.entries.toArray();
    const store = new DexieJournalStore(db);
    return { states: await store.states(), applications: entries.flatMap((e) => e.application ?? []) };
  };
  runtime.link.watch(({ online, queued, refusal }) => tell({ type: 'state', online, queued, refusal }));
  tell({ type: 'ready', kiosk: runtime.kiosk });
  await citizens.run();
}

const asked = new URLSearchParams(location.search);
const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);
void main({
  seed: number('seed', 1),
  burst: number('burst', 10),
  restMs: number('restMs', 300),
}).catch((error: unknown) => tell({ type: 'problem', what: String(error) }));
