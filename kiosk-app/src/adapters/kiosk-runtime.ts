import type { KioskClock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { ServerLink } from '../ports/server-link.ts';
import type { WorkGauge } from '../ports/work-gauge.ts';
import { evidenceOf, toldNow } from '../sync/clock-evidence.ts';
import { CopiedJournalStore } from '../sync/copy/copied-journal-store.ts';
import { keepHouse } from '../sync/housekeeping.ts';
import { JournalWriter } from '../sync/journal-writer.ts';
import { SyncService } from '../sync/sync-service.ts';
import { TrustedClock } from '../sync/trusted-clock.ts';
import { BrowserWorkGauge } from './browser-work-gauge.ts';
import { DexieJournalStore, type KioskDatabase } from './dexie-journal-store.ts';
import { sealTo } from './jose-sealer.ts';
import type { KioskSettings } from './kiosk-settings.ts';
import { keepReopening } from './reopen-database.ts';
import type { KioskVault } from './vault/kiosk-vault.ts';

/** How often the time is noted that a server has told. */
const NOTE_TIME_MS = 3_600_000;
/** Between two tries to bring the vault what it lacks, ms. */
const MEND_MS = 3000;

export interface KioskRuntime {
  readonly kiosk: string;
  readonly journal: Journal;
  readonly link: ServerLink;
  readonly clock: KioskClock;
  readonly work: WorkGauge;
  /** What the browser answered when asked not to clear this kiosk's data. */
  readonly persisted: boolean | null;
  stop(): void;
}

export interface KioskRuntimeOptions {
  readonly db: KioskDatabase;
  readonly settings: KioskSettings;
  readonly vault: KioskVault;
  readonly serverUrl: string;
  readonly software: string;
  /** When the program was built, ms since 1970 UTC. */
  readonly builtAt?: number;
  /** Something that staff must know went wrong; without personal data. */
  log(event: string, error: unknown): void;
}

/**
 * Journal and link of an enrolled kiosk; null before enrolment. The caller holds the writer lock (S10).
 */
export async function createKioskRuntime(options: KioskRuntimeOptions): Promise<KioskRuntime | null> {
  const { db, settings, vault, log } = options;
  const { enrolment } = vault;
  const [clockErrorMs, told, simulated] = await Promise.all([
    settings.get('clockErrorMs'),
    settings.get('told'),
    settings.get('simulated'),
  ]);
  if (enrolment === null) return null;

  const persisted = (await navigator.storage?.persist?.().catch(() => false)) ?? null;
  const copy = vault.copyOf(enrolment.kiosk);
  const store = await CopiedJournalStore.open({ store: new DexieJournalStore(db), copy, log });
  const clock = new TrustedClock(
    { wall: () => Date.now(), monotonic: () => performance.now() },
    clockErrorMs,
    await evidenceOf(store, told, options.builtAt ?? null),
  );
  /** So that a start without a network knows how late it must be. */
  const noteTime = async () => {
    const now = await toldNow(clock, store);
    if (now !== null) await settings.set('told', now);
  };
  const work = new BrowserWorkGauge({
    // An enrolment that an older version kept has none.
    keptLimits: enrolment.limits?.work,
    knownClockErrorMs: clockErrorMs,
    storage: navigator.storage,
    tryRoom: async () => {
      await Promise.all([settings.tryRoom(), vault.tryRoom()]);
    },
    watchCopies: (listener) => store.watchWhole(listener),
  });
  let kept = enrolment;
  const keep = (change: Partial<typeof enrolment>) => {
    kept = { ...kept, ...change };
    return vault.enrolled(kept);
  };
  const notKept = (e: unknown) => log('settings-not-kept', e);
  let sealedDays: number | undefined;
  const { createSocketTransport } = await import('./socket-transport.ts');
  const service = new SyncService({
    kiosk: enrolment.kiosk,
    epoch: enrolment.epoch,
    software: options.software,
    transport: createSocketTransport(options.serverUrl),
    store,
    clock,
    timers: {
      setTimeout: (fn, ms) => globalThis.setTimeout(fn, ms),
      clearTimeout: (handle) => globalThis.clearTimeout(handle as number),
    },
    random: () => Math.random(),
    sign: (text) => vault.sign(text),
    storage: async () => {
      const space = await work.space();
      if (space === null) return null;
      return { ...space, persisted: await navigator.storage.persisted(), spared: store.isWhole };
    },
    sealing: {
      kid: () => kept.sealingKey.kid,
      use: (sealingKey) => void keep({ sealingKey }).catch(notKept),
    },
    onWelcome: (welcome, error) => {
      const { station, limits } = welcome;
      sealedDays = limits.sealedDays;
      work.setLimits(limits.work);
      Promise.all([
        keep({ station, limits }),
        settings.set('clockErrorMs', error),
        noteTime(),
        settings.set('simulated', welcome.simulated),
      ]).catch(notKept);
    },
  });
  const journal = await JournalWriter.open({
    kiosk: enrolment.kiosk,
    epoch: enrolment.epoch,
    store,
    clock,
    seal: (personal) => sealTo(kept.sealingKey, personal),
    onCommitted: () => service.committed(),
    onFailure: (kind, error) => log(`commit-failed:${kind}`, error),
  });
  const networkUp = () => service.networkUp();
  globalThis.addEventListener?.('online', networkUp);
  const stopHousekeeping = keepHouse({
    store,
    epoch: enrolment.epoch,
    journal,
    clock,
    sealedDays: () => sealedDays,
    log,
  });
  const stopReopening = keepReopening(db);
  const mending = setInterval(() => void store.mend(), MEND_MS);
  const noting = setInterval(() => noteTime().catch(notKept), NOTE_TIME_MS);
  service.start({ station: enrolment.station, simulated: simulated ?? [] });
  return {
    kiosk: enrolment.kiosk,
    journal,
    link: service,
    clock,
    work,
    persisted,
    stop() {
      globalThis.removeEventListener?.('online', networkUp);
      stopHousekeeping();
      clearInterval(noting);
      clearInterval(mending);
      stopReopening();
      service.stop();
      store.close();
    },
  };
}
