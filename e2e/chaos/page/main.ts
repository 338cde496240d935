import { DexieJournalStore } from '@haizhu/kiosk-app/adapters/dexie-journal-store';
import { enrol } from '@haizhu/kiosk-app/adapters/enrolment';
import { createKioskRuntime } from '@haizhu/kiosk-app/adapters/kiosk-runtime';
import { kioskStorage, openKioskDatabase } from '@haizhu/kiosk-app/adapters/kiosk-storage';
import { KioskVault } from '@haizhu/kiosk-app/adapters/vault/kiosk-vault';
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
    if (event === 'restored-from-vault') return;
    tell({ type: 'problem', what: `${event}: ${String(error)}` });
  };
  const database = await openKioskDatabase(log);
  const vault = await KioskVault.open({ urls: [asked.get('vault') ?? ''] });
  const storage = kioskStorage(database, vault);
  const { db, settings } = storage;
  // What this machine was, where the browser has removed its database; kept by the runner, as staff would know it.
  const before = asked.get('kiosk') ?? undefined;
  if (vault.enrolment !== null && (await new DexieJournalStore(db).states()).length === 0) {
    tell({ type: 'wiped' });
  }
  while (vault.enrolment === null) {
    const code = (await settings.get('pendingCode')) ?? (await demoCode(location.origin, before));
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
