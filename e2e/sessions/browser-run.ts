import { createXfsPeripherals } from '@haizhu/kiosk-app/adapters/xfs/xfs-peripherals';
import { kioskMachine } from '@haizhu/kiosk-app/machines/kiosk-machine';
import { kioskScreen } from '@haizhu/kiosk-app/machines/kiosk-screen';
import type { KioskAction, KioskScreen } from '@haizhu/kiosk-app/machines/session-view';
import type { WorkGauge } from '@haizhu/kiosk-app/ports/work-gauge';
import { JournalWriter } from '@haizhu/kiosk-app/sync/journal-writer';
import { SyncService } from '@haizhu/kiosk-app/sync/sync-service';
import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { Transport } from '@haizhu/kiosk-app/sync/transport';
import { TrustedClock } from '@haizhu/kiosk-app/sync/trusted-clock';
import { DEFAULT_WORK_LIMITS } from '@haizhu/shared/sync/work-limits';
import { type Actor, createActor } from 'xstate';
import type { Random } from '../chaos/random.ts';
import { HOST } from './device-process.ts';
import type { Disk } from './disk.ts';
import type { Moments } from './moments.ts';
import { EPOCH, KIOSK, sealForOffice, signAsKiosk } from './office.ts';
import { ProcessTimers } from './process-timers.ts';
import type { Wire } from './wire.ts';

const PUBLISHER = `ws://${HOST}/xfs4iot/v1.0`;

export interface BrowserParts {
  readonly time: VirtualTime;
  readonly wire: Wire;
  readonly disk: Disk;
  readonly transport: Transport;
  readonly moments: Moments;
  readonly random: Random;
  /** What the last run kept in its settings. */
  readonly settings: { clockErrorMs: number | null };
  /** The page shows something else. */
  onScreen(screen: KioskScreen): void;
  onMistake(error: unknown): void;
}

/** The kiosk page in one run of a browser: the real machines, journal, sync and device client. */
export class BrowserRun {
  readonly #timers: ProcessTimers;
  readonly #stops: (() => void)[] = [];
  #actor: Actor<typeof kioskMachine> | null = null;
  #shown = '';

  constructor(parts: BrowserParts) {
    this.#timers = new ProcessTimers(parts.time);
    this.#load(parts).catch(parts.onMistake);
  }

  /** Null while there is no page yet. */
  screen(): KioskScreen | null {
    return this.#actor === null ? null : kioskScreen(this.#actor.getSnapshot());
  }

  send(action: KioskAction): void {
    this.#actor?.send(action);
  }

  /** All that the machines hold, for the search of what should be gone. */
  contexts(): readonly unknown[] {
    return this.#actor === null ? [] : contextsOf(this.#actor);
  }

  /** Ends now, wherever it is: nothing of it happens any more. */
  kill(): void {
    this.#timers.kill();
    for (const stop of this.#stops) stop();
    this.#actor = null;
  }

  async #load({ time, wire, disk, transport, moments, random, settings, onScreen, onMistake }: BrowserParts) {
    const timers = this.#timers;
    await timers.wait(random.int(300, 900));
    const store = disk.openedBy(timers);
    const clock = new TrustedClock(
      { wall: () => time.now(), monotonic: () => time.now() },
      settings.clockErrorMs,
    );
    const service = new SyncService({
      kiosk: KIOSK,
      epoch: EPOCH,
      software: 'sessions',
      transport,
      store,
      clock,
      timers,
      random: () => random.next(),
      sign: signAsKiosk,
      sealing: { kid: () => 'k', use: () => {} },
      onWelcome: (_welcome, error) => {
        settings.clockErrorMs = error;
      },
    });
    const writer = await JournalWriter.open({
      kiosk: KIOSK,
      epoch: EPOCH,
      store,
      clock,
      seal: sealForOffice,
      onCommitted: () => service.committed(),
      onFailure: () => {},
    });
    const work: WorkGauge = {
      knownClockErrorMs: settings.clockErrorMs,
      watchLimits: (listener) => {
        listener(DEFAULT_WORK_LIMITS);
        return () => {};
      },
      watchCopies: (listener) => {
        listener(true);
        return () => {};
      },
      space: async () => ({ usedBytes: 1, quotaBytes: 1000 }),
      takes: async () => !disk.isFull,
    };
    const peripherals = createXfsPeripherals({
      publisherUrl: PUBLISHER,
      WebSocket: wire.socketsOf(timers),
      timers,
      random: () => random.next(),
    });
    const actor = createActor(kioskMachine, {
      clock: timers as never,
      input: {
        peripherals,
        journal: {
          commit: (draft) => {
            moments.come(`commit:${draft.kind}`);
            return writer.commit(draft);
          },
          unfinished: () => writer.unfinished(),
          findByLookup: (lookup) => writer.findByLookup(lookup),
        },
        link: service,
        work,
        clock,
        randomBytes: (count) => Uint8Array.from({ length: count }, () => random.int(0, 255)),
        software: 'sessions',
        userAgent: 'sessions',
        persisted: true,
      },
    });
    actor.subscribe({
      next: (snapshot) => {
        const screen = kioskScreen(snapshot);
        const text = JSON.stringify(screen);
        if (text === this.#shown) return;
        this.#shown = text;
        onScreen(screen);
      },
      error: onMistake,
    });
    this.#stops.push(
      () => actor.stop(),
      () => service.stop(),
      () => peripherals.close(),
    );
    this.#actor = actor;
    service.start();
    actor.start();
    onScreen(kioskScreen(actor.getSnapshot()));
  }
}

interface Snapshotted {
  getSnapshot(): unknown;
}

function contextsOf(actor: Snapshotted): readonly unknown[] {
  const snapshot = actor.getSnapshot() as {
    readonly context?: Readonly<Record<string, unknown>>;
    readonly children?: Readonly<Record<string, Snapshotted | undefined>>;
  };
  const children = Object.values(snapshot.children ?? {});
  return [snapshot.context, ...children.flatMap((child) => (child === undefined ? [] : contextsOf(child)))];
}
