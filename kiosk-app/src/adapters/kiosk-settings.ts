import type { Told } from '../sync/clock-evidence.ts';
import type { KioskDatabase } from './dexie-journal-store.ts';

/** What this kiosk remembers of itself. Nothing of a citizen is ever a setting. */
export interface Settings {
  /** Code of an enrolment that was asked for and not answered. */
  readonly pendingCode: string;
  readonly clockErrorMs: number;
  /** Noted at each welcome and now and then. */
  readonly told: Told;
  readonly simulated: readonly string[];
  /** Last `config.json` that was read. */
  readonly config: unknown;
  /** There only while `tryRoom` runs. */
  readonly room: Uint8Array;
}

/** More than any entry; in steps, since the browser gives random bytes 65,536 at a time. */
const ROOM = { steps: 4, stepBytes: 65_536 } as const;

export class KioskSettings {
  readonly #db: KioskDatabase;

  constructor(db: KioskDatabase) {
    this.#db = db;
  }

  async get<K extends keyof Settings>(key: K): Promise<Settings[K] | null> {
    const row = await this.#db.settings.get(key);
    return row === undefined ? null : (row.value as Settings[K]);
  }

  async set<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    await this.#db.settings.put({ key, value });
  }

  /** Writes as much as no entry is long, and takes it back. Rejects where the disk or the browser refuses. */
  async tryRoom(): Promise<void> {
    const room = new Uint8Array(ROOM.steps * ROOM.stepBytes);
    // Random: what can be compressed would prove less.
    for (let step = 0; step < ROOM.steps; step += 1) {
      const from = step * ROOM.stepBytes;
      crypto.getRandomValues(room.subarray(from, from + ROOM.stepBytes));
    }
    await this.set('room', room);
    await this.#db.settings.delete('room');
  }

  async remove(key: keyof Settings): Promise<void> {
    await this.#db.settings.delete(key);
  }
}
