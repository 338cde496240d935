import { DexieJournalStore, KioskDatabase } from '@haizhu/kiosk-app/adapters/dexie-journal-store';
import { enrol } from '@haizhu/kiosk-app/adapters/enrolment';
import { createKioskRuntime } from '@haizhu/kiosk-app/adapters/kiosk-runtime';
import { KioskSettings } from '@haizhu/kiosk-app/adapters/kiosk-settings';
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
  const db = new KioskDatabase();
  const settings = new KioskSettings(db);
  const store = new DexieJournalStore(db);
  while ((await settings.get('enrolment')) === null) {
    const code = (await settings.get('pendingKey'))?.code ?? (await demoCode(location.origin));
    const enrolled = code === null ? null : await enrol(settings, store, location.origin, code);
    if (enrolled?.ok === false && enrolled.error !== 'offline') {
      tell({ type: 'problem', what: `not enrolled: ${enrolled.error}` });
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  const runtime = await createKioskRuntime({
    db,
    settings,
    serverUrl: location.origin,
    software: 'chaos',
    log: (event, error) => tell({ type: 'problem', what: `${event}: ${String(error)}` }),
  });
  if (runtime === null) return tell({ type: 'problem', what: 'no runtime' });
  const citizens = new Citizens(runtime.journal, options, tell);
  window.stopCitizens = () => citizens.stop();
  window.journalContent = async () => {
    const entries = await db.entries.toArray();
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
